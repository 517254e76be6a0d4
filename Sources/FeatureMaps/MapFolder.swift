import ConvCore
import Foundation
import ImageCodecs

/// A folder that pictures are written to; errors name the file inside of it.
struct MapFolder: Sendable {
  private let path: String

  /// Creates the folder unless it is there.
  init(_ path: String) throws(CodecError) {
    self.path = path
    try MapFolder.create(path, name: "")
  }

  /// Creates a folder inside.
  func createFolder(_ name: String) throws(CodecError) {
    try MapFolder.create(location(name), name: "\(name): ")
  }

  /// Writes a picture.
  func write(_ picture: Picture, as name: String) throws(CodecError) {
    do throws(CodecError) { try picture.write(to: location(name)) } catch {
      throw CodecError(error.code, "\(name): \(error)")
    }
  }

  /// Writes a NumPy array of float32, C×H×W; a W of 1 is left out of its shape.
  func write(_ stack: MapStack, as name: String) throws(CodecError) {
    let shape = ImageShape(height: stack.count, width: stack.height, channels: stack.width)
    let info = ImageInfo(format: .npy, shape: shape, sampleType: .float32, hasAlpha: false)
    try write(name) { file throws(CodecError) in
      let writer = try makeWriter(info, to: file)
      try writer.append(try writer.encode(.float32(stack.values), rows: 0..<stack.count))
      try writer.finish()
    }
  }

  /// Writes a file that is complete or absent.
  func write(
    _ name: String, _ body: (OutputFile) throws(CodecError) -> Void
  ) throws(CodecError) {
    do throws(CodecError) {
      let file = try OutputFile(path: location(name))
      try body(file)
      try file.commit()
    } catch { throw CodecError(error.code, "\(name): \(error)") }
  }

  private func location(_ name: String) -> String { "\(path)/\(name)" }

  private static func create(_ path: String, name: String) throws(CodecError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw CodecError(
        .cannotCreate, "\(name)cannot create the folder: \(error.localizedDescription)")
    }
  }
}
