import Foundation

/// The bytes of a file, read in any order.
///
/// Reading by position keeps only what is asked for in memory: a model of 500 MB is not held whole
/// while its weights are copied out. Pipes cannot be read by position; their bytes are held.
package final class RandomAccessBytes: @unchecked Sendable {
  /// The number of bytes.
  package let count: Int
  private let descriptor: Int32
  private let held: [UInt8]
  private var window: [UInt8] = []
  private var windowStart = 0

  /// Opens a file.
  ///
  /// - Parameters:
  ///   - path: The path of the file or pipe.
  ///   - limit: The largest size that a pipe may have.
  /// - Throws: ``CodecError`` with `noInput` when the file cannot be opened or is a folder, with
  ///   `overLimit` when a pipe is longer than `limit`.
  package init(path: String, limit: Int) throws(CodecError) {
    let opened = Files.open(path)
    guard opened >= 0 else { throw CodecError(.noInput, systemMessage(errno)) }
    var status = stat()
    guard fstat(opened, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
      close(opened)
      throw CodecError(.noInput, "is a directory")
    }
    if status.st_mode & S_IFMT == S_IFREG {
      (descriptor, count, held) = (opened, Int(status.st_size), [])
      return
    }
    defer { close(opened) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let got = piece.withUnsafeMutableBytes { Foundation.read(opened, $0.baseAddress, $0.count) }
      if got < 0 && errno == EINTR { continue }
      guard got >= 0 else { throw CodecError(.noInput, systemMessage(errno)) }
      if got == 0 { break }
      bytes += piece[..<got]
      guard bytes.count <= limit else {
        throw CodecError(.overLimit, "more than \(limit) bytes from a pipe")
      }
    }
    (descriptor, count, held) = (-1, bytes.count, bytes)
  }

  /// Creates a source of bytes in memory.
  package init(bytes: [UInt8]) {
    (descriptor, count, held) = (-1, bytes.count, bytes)
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Returns one byte; a window of the file is kept, so that neighbors cost nothing.
  ///
  /// - Precondition: The position is inside the file.
  package func byte(at position: Int) throws(CodecError) -> UInt8 {
    precondition(position >= 0 && position < count, "byte \(position) of \(count)")
    if descriptor < 0 { return held[position] }
    if position < windowStart || position >= windowStart + window.count {
      window = try bytes(position..<min(count, position + 1 << 16))
      windowStart = position
    }
    return window[position - windowStart]
  }

  /// Returns the bytes of a range.
  ///
  /// - Throws: ``CodecError`` with `damaged` when the file has become shorter.
  package func bytes(_ range: Range<Int>) throws(CodecError) -> [UInt8] {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "\(range) of \(count)")
    if descriptor < 0 { return Array(held[range]) }
    var failure: CodecError?
    let result = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, initialized in
      failure = fill(
        UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[..<range.count])),
        from: range)
      initialized = failure == nil ? range.count : 0
    }
    if let failure { throw failure }
    return result
  }

  /// Returns the little-endian numbers in a range of whole numbers.
  package func values<Value: BitwiseCopyable>(
    _ range: Range<Int>, of type: Value.Type
  ) throws(CodecError) -> [Value] {
    let size = MemoryLayout<Value>.stride
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "\(range) of \(count)")
    precondition(range.count % size == 0, "\(range.count) bytes of numbers of \(size)")
    var failure: CodecError?
    let result = [Value](unsafeUninitializedCapacity: range.count / size) { buffer, initialized in
      let bytes = UnsafeMutableRawBufferPointer(
        UnsafeMutableBufferPointer(rebasing: buffer[..<(range.count / size)]))
      if descriptor < 0 {
        bytes.copyBytes(from: held[range])
      } else {
        failure = fill(bytes, from: range)
      }
      initialized = failure == nil ? range.count / size : 0
    }
    if let failure { throw failure }
    return result
  }

  private func fill(_ buffer: UnsafeMutableRawBufferPointer, from range: Range<Int>) -> CodecError?
  {
    var done = 0
    while done < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
      let got = pread(descriptor, rest.baseAddress, rest.count, off_t(range.lowerBound + done))
      if got < 0 && errno == EINTR { continue }
      guard got > 0 else {
        return CodecError(.damaged, got == 0 ? "truncated while read" : systemMessage(errno))
      }
      done += got
    }
    return nil
  }
}
