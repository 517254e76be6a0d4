import Foundation
import ImageCodecs

/// Files that are read as a whole, whatever their names lead to: a device never ends.
enum WholeFile {
  /// Far more than a model, a kernel or a list of a million files takes.
  private static let limit = 256 << 20

  /// The bytes of a file, or `nil` where there is none.
  static func contents(_ path: String) throws -> Data? {
    let descriptor = Files.open(path)
    guard descriptor >= 0 else { return nil }
    return try contents(FileHandle(fileDescriptor: descriptor, closeOnDealloc: true), path)
  }

  /// What is left of an open file.
  static func contents(_ handle: FileHandle, _ path: String) throws -> Data {
    var data = Data()
    do {
      while let part = try handle.read(upToCount: 1 << 20), !part.isEmpty, data.count <= limit {
        data.append(part)
      }
    } catch { throw Failure(.noInput, "\(path): cannot be read") }
    guard data.count <= limit else {
      throw Failure(.overLimit, "\(path): more than \(limit >> 20) MB, too much for such a file")
    }
    return data
  }
}
