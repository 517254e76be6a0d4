import Foundation
import ImageCodecs

/// A folder for the output pictures; error messages name the file inside the folder.
struct MapFolder: Sendable {
  private let path: String

  /// Creates the folder unless it exists.
  init(_ path: String) throws(CodecError) {
    self.path = path
    try Files.makeFolder(path)
  }

  /// Creates a folder inside this folder.
  func createFolder(_ name: String) throws(CodecError) {
    try about(name) { path throws(CodecError) in try Files.makeFolder(path) }
  }

  /// Writes a picture as a PNG file.
  func write(_ picture: Canvas, as name: String) throws(CodecError) {
    try about(name) { path throws(CodecError) in try picture.write(to: path) }
  }

  /// Writes a NumPy array of float32 values.
  func write(_ values: [Float], shape: [Int], as name: String) throws(CodecError) {
    try about(name) { path throws(CodecError) in
      try NPYArray.write(values, shape: shape, to: path)
    }
  }

  /// Writes a text; the file is complete or absent.
  func write(_ text: String, as name: String) throws(CodecError) {
    try about(name) { path throws(CodecError) in
      try OutputFile.write(Array(text.utf8), to: path)
    }
  }

  private func about(
    _ name: String, _ body: (_ path: String) throws(CodecError) -> Void
  ) throws(CodecError) {
    do throws(CodecError) { try body("\(path)/\(name)") } catch {
      throw CodecError(error.code, "\(name): \(error)")
    }
  }
}
