import ConvCore
import FeatureMaps
import ImageCodecs

/// The picture in a PNG file.
func picture(fromPNG bytes: [UInt8]) throws(CodecError) -> Canvas {
  let reader = try openImage(ByteSource(bytes: bytes))
  let shape = reader.info.shape
  guard shape.channels == 3, case .uint8(let samples) = try reader.readRows(shape.height) else {
    throw CodecError(.unsupported, "not RGB of 8 bits")
  }
  return Canvas(height: shape.height, width: shape.width, samples: samples)
}

extension Canvas {
  /// How many pixels of a part have a color.
  func count(_ color: RGB, in part: Frame? = nil) -> Int {
    pixels(in: part).count { $0 == color }
  }

  /// The pixels of a part, row by row.
  func pixels(in part: Frame? = nil) -> [RGB] {
    let part = part ?? frame
    return (part.top..<part.bottom).flatMap { y in
      (part.left..<part.right).map { x in self[y, x] }
    }
  }
}
