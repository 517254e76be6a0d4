import Foundation

/// A nameless temporary file that keeps bytes on disk until they are read once.
final class SpoolFile: @unchecked Sendable {
  private let descriptor: Int32

  /// Creates an empty file in the folder for temporary files.
  init() throws(CodecError) {
    let folder = FileManager.default.temporaryDirectory.path
    var name = Array("\(folder)/convtool-XXXXXX".utf8CString)
    descriptor = mkstemp(&name)
    guard descriptor >= 0 else {
      throw CodecError(.overLimit, "a pipe cannot be kept in \(folder): \(systemMessage(errno))")
    }
    unlink(name)
  }

  deinit { close(descriptor) }

  func append(_ bytes: ArraySlice<UInt8>) throws(CodecError) {
    var done = 0
    while done < bytes.count {
      let wrote = bytes.withUnsafeBytes { bytes in
        let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
        return write(descriptor, rest.baseAddress, rest.count)
      }
      if wrote < 0 && errno == EINTR { continue }
      guard wrote > 0 else {
        throw CodecError(.overLimit, "a pipe cannot be kept on the disk: \(systemMessage(errno))")
      }
      done += wrote
    }
  }

  /// Moves to the first byte, for reading.
  func rewind() throws(CodecError) {
    guard lseek(descriptor, 0, SEEK_SET) == 0 else {
      throw CodecError(.damaged, systemMessage(errno))
    }
  }

  /// Reads once into a buffer and returns the number of bytes: 0 at the end, −1 on failure.
  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    while true {
      let got = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
      if got >= 0 || errno != EINTR { return got }
    }
  }
}
