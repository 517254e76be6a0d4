import Foundation
import ImageCodecs

/// A folder for the output pictures; error messages name the file inside the folder.
struct MapFolder: Sendable {
  private let path: String

  /// Creates the folder unless it exists.
  init(_ path: String) throws(CodecError) {
    self.path = path
    try MapFolder.create(path, name: "")
  }

  /// Creates a folder inside this folder.
  func createFolder(_ name: String) throws(CodecError) {
    try MapFolder.create(location(name), name: "\(name): ")
  }

  /// Writes a picture as a PNG file.
  func write(_ picture: Canvas, as name: String) throws(CodecError) {
    do throws(CodecError) { try picture.write(to: location(name)) } catch {
      throw CodecError(error.code, "\(name): \(error)")
    }
  }

  /// Writes a NumPy array of float32 values.
  func write(_ values: [Float], shape: [Int], as name: String) throws(CodecError) {
    do throws(CodecError) {
      try NPYArray.write(values, shape: shape, to: location(name))
    } catch { throw CodecError(error.code, "\(name): \(error)") }
  }

  /// Writes a file with a closure; the file is complete or absent.
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
    do throws(CodecError) { try Files.makeFolder(path) } catch {
      throw CodecError(error.code, "\(name)\(error)")
    }
  }
}
