import Foundation

/// A file, standard input or bytes in memory, read once from front to back.
///
/// A source belongs to one thread at a time, like the reader that owns the source.
public final class ByteSource: @unchecked Sendable {
  /// The part of the file that its address names, such as the page 2 of `scan.tif:2`.
  let member: String?
  private let descriptor: Int32
  private let closes: Bool
  /// Bytes peeked at, or all bytes of a source in memory; `consumed` of them have been read.
  private var ahead: [UInt8] = []
  private var consumed = 0
  /// The start offset in a seekable file; `nil` for pipes and memory.
  private let origin: off_t?
  /// Bytes of a pipe that follow `ahead`, kept on disk.
  private var spool: SpoolFile?
  private let stream: (any ByteStream)?
  /// The error of the stream, until it can be thrown.
  private var streamFailure: CodecError?

  /// Opens a file, or standard input for `-`.
  ///
  /// `scan.tif:2` names a part of a file, unless a file of that whole name exists.
  ///
  /// - Throws: ``CodecError`` with `noInput` when the file does not exist, cannot be opened or is a
  ///   directory.
  public init(path: String) throws(CodecError) {
    stream = nil
    guard path != "-" else {
      member = nil
      descriptor = STDIN_FILENO
      closes = false
      origin = ByteSource.position(of: STDIN_FILENO)
      return
    }
    let address = FileAddress(path)
    member = address.member
    let opened = Files.open(address.file)
    guard opened >= 0 else { throw CodecError(.noInput, systemMessage(errno)) }
    var status = stat()
    if fstat(opened, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      close(opened)
      throw CodecError(.noInput, "is a directory")
    }
    descriptor = opened
    closes = true
    origin = ByteSource.position(of: opened)
  }

  /// Creates a source of the bytes of a stream.
  init(stream: any ByteStream) {
    self.stream = stream
    member = nil
    descriptor = -1
    closes = false
    origin = nil
  }

  /// Creates a source of bytes in memory.
  public init(bytes: [UInt8]) {
    stream = nil
    member = nil
    descriptor = -1
    closes = false
    origin = nil
    ahead = bytes
  }

  deinit { if closes { close(descriptor) } }

  private static func position(of descriptor: Int32) -> off_t? {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    let position = lseek(descriptor, 0, SEEK_CUR)
    return position < 0 ? nil : position
  }

  /// Returns the next bytes without consuming them; fewer when the file is shorter.
  func peek(_ count: Int) throws(CodecError) -> [UInt8] {
    while ahead.count - consumed < count {
      var buffer = [UInt8](repeating: 0, count: count - (ahead.count - consumed))
      let got = buffer.withUnsafeMutableBytes { readDescriptor($0) }
      guard got >= 0 else { throw readFailure }
      if got == 0 { break }
      ahead += buffer[..<got]
    }
    return Array(ahead[consumed...].prefix(count))
  }

  /// Returns bytes at an offset without consuming them; `nil` for a pipe or beyond the end.
  func peek(_ count: Int, at offset: Int) -> [UInt8]? {
    guard descriptor >= 0 || stream != nil else {
      return offset + count <= ahead.count ? Array(ahead[offset..<offset + count]) : nil
    }
    guard let origin else { return nil }
    var buffer = [UInt8](repeating: 0, count: count)
    let got = buffer.withUnsafeMutableBytes {
      pread(descriptor, $0.baseAddress, count, origin + off_t(offset))
    }
    return got == count ? buffer : nil
  }

  /// Reads once into a buffer and returns the number of bytes: 0 at the end, −1 on failure.
  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    guard consumed == ahead.count else {
      let count = min(ahead.count - consumed, buffer.count)
      buffer.copyBytes(from: ahead[consumed..<consumed + count])
      consumed += count
      return count
    }
    if let spool {
      let got = spool.read(into: buffer)
      if got != 0 { return got }
      self.spool = nil
    }
    return readDescriptor(buffer)
  }

  /// Fills a whole buffer.
  ///
  /// - Returns: The number of bytes read, smaller than the buffer only at the end.
  func readFully(into buffer: UnsafeMutableRawBufferPointer) throws(CodecError) -> Int {
    var done = 0
    while done < buffer.count {
      let got = read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[done...]))
      if got < 0 { throw readFailure }
      if got == 0 { break }
      done += got
    }
    return done
  }

  /// Passes the next bytes to `body`, a megabyte at a time, without consuming them.
  ///
  /// The bytes of a pipe are kept in memory, and beyond 16 megabytes on disk.
  ///
  /// - Parameters:
  ///   - count: The most bytes to pass.
  ///   - body: Returns whether to continue.
  /// - Throws: ``CodecError`` when the source cannot be read, or its bytes cannot be kept on disk.
  func scan(
    _ count: Int, _ body: (UnsafeRawBufferPointer) -> Bool
  ) throws(CodecError) {
    precondition(spool == nil, "bytes are looked at once")
    guard (descriptor >= 0 || stream != nil) && origin == nil else {
      // Seekable files and memory are read twice.
      let (place, start) = (consumed, origin == nil ? 0 : lseek(descriptor, 0, SEEK_CUR))
      try readPieces(count) { piece throws(CodecError) in piece.withUnsafeBytes(body) }
      consumed = place
      if origin != nil { lseek(descriptor, start, SEEK_SET) }
      return
    }
    var kept: [UInt8] = []
    var spooled: SpoolFile?
    try readPieces(count) { piece throws(CodecError) in
      if kept.count < ByteSource.keptInMemory {
        kept += piece
      } else {
        if spooled == nil { spooled = try SpoolFile() }
        try spooled?.append(piece)
      }
      return piece.withUnsafeBytes(body)
    }
    try spooled?.rewind()
    (ahead, consumed, spool) = (kept + ahead[consumed...], 0, spooled)
  }

  /// Takes all bytes of the source, to be read in any order.
  ///
  /// Called before any byte is consumed; the source is not read afterwards.
  ///
  /// - Parameter limit: The most bytes of a pipe.
  /// - Returns: The bytes: of a file where they lie, of a pipe in memory and beyond 16 megabytes on
  ///   disk.
  /// - Throws: ``CodecError`` with `overLimit` when a pipe is longer, `damaged` when it cannot be
  ///   read.
  func seekable(limit: Int) throws(CodecError) -> SeekableBytes {
    precondition(consumed == 0 && spool == nil, "bytes of the source are consumed")
    if let origin {
      var status = stat()
      let size = fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
      return SeekableBytes(
        self, descriptor: descriptor, origin: Int(origin), count: max(size - Int(origin), 0))
    }
    guard descriptor >= 0 || stream != nil else {
      return SeekableBytes(self, head: ahead, spool: nil, count: ahead.count)
    }
    var (count, spooled): (Int, SpoolFile?) = (0, nil)
    var head: [UInt8] = []
    try readPieces(.max) { piece throws(CodecError) in
      count += piece.count
      guard count <= limit else {
        throw CodecError.overLimit(
          .memory, "more than \(limit >> 20) MB from a pipe, the limit")
      }
      if head.count < ByteSource.keptInMemory {
        head += piece
      } else {
        if spooled == nil { spooled = try SpoolFile() }
        try spooled?.append(piece)
      }
      return true
    }
    return SeekableBytes(self, head: head, spool: spooled, count: count)
  }

  private func readPieces(
    _ count: Int, _ body: (ArraySlice<UInt8>) throws(CodecError) -> Bool
  ) throws(CodecError) {
    var done = 0
    while done < count {
      var piece = [UInt8](repeating: 0, count: min(count - done, 1 << 20))
      let got = try fill(&piece)
      done += got
      guard got > 0, try body(piece[..<got]) else { return }
    }
  }

  /// The number of bytes of a pipe that stay in memory during a scan.
  private static let keptInMemory = 16 << 20

  private func fill(_ piece: inout [UInt8]) throws(CodecError) -> Int {
    let result: Result<Int, CodecError> = piece.withUnsafeMutableBytes { bytes in
      do throws(CodecError) { return .success(try readFully(into: bytes)) } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  private var readFailure: CodecError {
    streamFailure ?? CodecError(.damaged, systemMessage(errno))
  }

  private func readDescriptor(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
    if let stream {
      do throws(CodecError) { return try stream.read(into: buffer) } catch {
        streamFailure = error
        return -1
      }
    }
    guard descriptor >= 0 else { return 0 }
    while true {
      let got = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
      if got >= 0 || errno != EINTR { return got }
    }
  }
}

/// The system's message for an error number, in lower case like the program's own messages.
func systemMessage(_ number: Int32) -> String {
  let text = String(cString: strerror(number))
  return text.prefix(1).lowercased() + text.dropFirst()
}

/// The callback by which C code reads from a byte source.
let readCallback:
  @convention(c) (UnsafeMutableRawPointer?, UnsafeMutablePointer<UInt8>?, Int) ->
    Int = { context, buffer, capacity in
      guard let context, let buffer else { return -1 }
      let source = Unmanaged<ByteSource>.fromOpaque(context).takeUnretainedValue()
      return source.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: capacity))
    }
