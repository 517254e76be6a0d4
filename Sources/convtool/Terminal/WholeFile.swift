import Foundation
import ImageCodecs

/// Reads whole files of limited size: a path may lead to a device that never ends.
enum WholeFile {
  /// The largest size, far above that of a model, a kernel or a list of a million files.
  private static let limit = 256 << 20

  /// Reads the bytes of a file; `nil` when the file cannot be opened.
  static func contents(_ path: String) throws -> Data? {
    let descriptor = Files.open(path)
    guard descriptor >= 0 else { return nil }
    return try contents(FileHandle(fileDescriptor: descriptor, closeOnDealloc: true), path)
  }

  /// Reads the rest of an open file.
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
