import Foundation

/// The bytes of a source in any order.
///
/// Files and memory are read where they lie. The bytes of a pipe are kept: 16 megabytes in memory,
/// the rest on disk.
final class SeekableBytes: @unchecked Sendable {
  /// The number of bytes.
  let count: Int
  /// Keeps the descriptor of a file open.
  private let source: ByteSource
  private let file: (descriptor: Int32, origin: Int)?
  private let head: [UInt8]
  private let spool: SpoolFile?

  /// Creates the bytes of a regular file.
  init(_ source: ByteSource, descriptor: Int32, origin: Int, count: Int) {
    self.source = source
    self.count = count
    (file, head, spool) = ((descriptor, origin), [], nil)
  }

  /// Creates bytes that are kept in memory, and behind them on disk.
  init(_ source: ByteSource, head: [UInt8], spool: SpoolFile?, count: Int) {
    self.source = source
    self.count = count
    (file, self.head, self.spool) = (nil, head, spool)
  }

  /// Fills a buffer with bytes from an offset on.
  ///
  /// - Returns: The number of bytes, smaller than the buffer only at the end; −1 on failure.
  func read(_ buffer: UnsafeMutableRawBufferPointer, at offset: Int) -> Int {
    var done = 0
    while done < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
      let got = readOnce(rest, at: offset + done)
      if got < 0 { return -1 }
      if got == 0 { break }
      done += got
    }
    return done
  }

  /// Returns bytes from an offset on, fewer at the end.
  ///
  /// - Throws: ``CodecError`` with `damaged` when the file cannot be read.
  func bytes(_ count: Int, at offset: Int) throws(CodecError) -> [UInt8] {
    guard offset >= 0, offset < self.count, count > 0 else { return [] }
    var failed = false
    let bytes = [UInt8](unsafeUninitializedCapacity: min(count, self.count - offset)) {
      buffer, initialized in
      let got = read(UnsafeMutableRawBufferPointer(buffer), at: offset)
      failed = got < 0
      initialized = max(got, 0)
    }
    if failed { throw CodecError(.damaged, systemMessage(errno)) }
    return bytes
  }

  private func readOnce(_ buffer: UnsafeMutableRawBufferPointer, at offset: Int) -> Int {
    guard offset >= 0, offset < count else { return 0 }
    if let file {
      while true {
        let got = pread(
          file.descriptor, buffer.baseAddress, buffer.count, off_t(file.origin + offset))
        if got >= 0 || errno != EINTR { return got }
      }
    }
    guard offset >= head.count else {
      let end = min(head.count, offset + buffer.count)
      buffer.copyBytes(from: head[offset..<end])
      return end - offset
    }
    return spool?.read(buffer, at: offset - head.count) ?? 0
  }
}

extension SeekableBytes {
  /// Returns a little-endian number of 1 to 8 bytes; 0 beyond the end.
  func number(_ count: Int, at offset: Int) throws(CodecError) -> Int {
    try bytes(count, at: offset).reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}
