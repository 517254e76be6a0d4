import Foundation

/// Bytes that wait on the disk until they are read once, in a file without a name.
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

  /// From now on the bytes are read from the first one.
  func rewind() throws(CodecError) {
    guard lseek(descriptor, 0, SEEK_SET) == 0 else {
      throw CodecError(.damaged, systemMessage(errno))
    }
  }

  /// Fills a buffer as far as one read goes; 0 at the end, −1 on failure.
  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    while true {
      let got = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
      if got >= 0 || errno != EINTR { return got }
    }
  }
}
