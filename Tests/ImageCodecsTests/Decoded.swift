import ConvCore
import ImageCodecs

/// A picture that has been read.
struct Decoded {
  let info: ImageInfo
  let samples: SampleBuffer

  /// Reads a file from memory, some rows at a time.
  init(
    _ bytes: [UInt8], rowsAtATime: Int = 3, limits: ImageLimits = ImageLimits()
  ) throws(CodecError) {
    let reader = try openImage(ByteSource(bytes: bytes), limits: limits)
    info = reader.info
    var samples = SampleBuffer(type: info.sampleType, count: 0)
    var row = 0
    while row < info.shape.height {
      let count = min(rowsAtATime, info.shape.height - row)
      samples.append(try reader.readRows(count))
      row += count
    }
    self.samples = samples
  }

  /// The samples as numbers.
  var values: [Double] {
    switch samples {
    case .uint8(let samples): samples.map(Double.init)
    case .uint16(let samples): samples.map(Double.init)
    case .float32(let samples): samples.map(Double.init)
    }
  }
}
