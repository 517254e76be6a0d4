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
        return Foundation.write(descriptor, rest.baseAddress, rest.count)
      }
      if wrote < 0 && errno == EINTR { continue }
      guard wrote > 0 else {
        throw CodecError(.overLimit, "a pipe cannot be kept on the disk: \(systemMessage(errno))")
      }
      done += wrote
    }
  }

  /// Writes bytes at an offset.
  func write(_ bytes: [UInt8], at offset: Int) throws(CodecError) {
    let failure = writeAll(bytes, to: descriptor, at: offset)
    if failure != 0 {
      throw CodecError(
        .writeFailed, "a pipe's file cannot be kept on the disk: \(systemMessage(failure))")
    }
  }

  /// Returns bytes from an offset on, fewer at the end.
  func bytes(_ count: Int, at offset: Int) throws(CodecError) -> [UInt8] {
    var failed = false
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      let got = read(UnsafeMutableRawBufferPointer(buffer), at: offset)
      failed = got < 0
      initialized = max(got, 0)
    }
    if failed { throw CodecError(.writeFailed, systemMessage(errno)) }
    return bytes
  }

  /// Reads once from an offset on and returns the number of bytes: 0 at the end, −1 on failure.
  func read(_ buffer: UnsafeMutableRawBufferPointer, at offset: Int) -> Int {
    while true {
      let got = pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
      if got >= 0 || errno != EINTR { return got }
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

/// Writes all bytes at an offset of a file.
///
/// - Returns: 0, or the error number of the system.
func writeAll(_ bytes: [UInt8], to descriptor: Int32, at offset: Int) -> Int32 {
  var done = 0
  while done < bytes.count {
    let wrote = bytes.withUnsafeBytes { bytes in
      let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
      return pwrite(descriptor, rest.baseAddress, rest.count, off_t(offset + done))
    }
    if wrote < 0 && errno == EINTR { continue }
    guard wrote > 0 else { return errno }
    done += wrote
  }
  return 0
}
