internal import ConvCore
internal import Foundation
internal import ImageCodecs

/// Picture files of any format that the program reads.
struct FilePictures: PictureSource {
  /// The folder that names are below.
  let root: String
  /// The paths of the files below the root.
  let paths: [String]
  let limits: ImageLimits

  var count: Int { paths.count }
  var hasFiles: Bool { true }
  var commonShape: ImageShape? { nil }
  var holdsFloats: Bool { false }
  var divisor: Float { 255 }

  func name(of index: Int) -> String { FileName.printable(paths[index]) }

  func shape(of index: Int) throws -> ImageShape {
    let path = "\(root)/\(paths[index])"
    try FilePictures.requireFile(path)
    let info = try openImage(try ByteSource(path: path), limits: limits).info
    return ImageShape(
      height: info.shape.height, width: info.shape.width, channels: info.colorChannels >= 3 ? 3 : 1)
  }

  func read(_ index: Int, _ planes: PicturePlanes) throws -> PreparedPicture {
    let bytes = try contents("\(root)/\(paths[index])")
    let reader = try openImage(ByteSource(bytes: bytes), limits: limits)
    try reader.setRange(nil)
    return PreparedPicture(
      samples: .bytes(try planes.read(reader)[...]), content: ContentHash(bytes))
  }

  private func contents(_ path: String) throws -> [UInt8] {
    try FilePictures.requireFile(path)
    // A small limit is meant for all pictures together; a file is held alone.
    let limit = max(limits.memory, 256 << 20)
    let file = try RandomAccessBytes(path: path, limit: limit)
    guard file.count <= limit else {
      throw CodecError.overLimit(.memory, "\(file.count) bytes, the limit is \(limit)")
    }
    return try file.bytes(0..<file.count)
  }

  /// Requires a regular file: a pipe or a device among pictures would never end.
  private static func requireFile(_ path: String) throws(CodecError) {
    guard let identity = FileIdentity(path: path) else {
      throw CodecError(.noInput, "does not exist, or a link that leads nowhere")
    }
    guard identity.isRegular else { throw CodecError(.unsupported, "not a file") }
  }
}
