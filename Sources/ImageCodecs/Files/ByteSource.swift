import Foundation

/// A file or standard input, read once from front to back.
///
/// Belongs to one thread at a time, as the reader does that owns it.
public final class ByteSource: @unchecked Sendable {
  private let descriptor: Int32
  private let closes: Bool
  /// Bytes that were looked at, or all there are; those before `consumed` have been read.
  private var ahead: [UInt8] = []
  private var consumed = 0
  /// Where a file that can be read anywhere began; `nil` for pipes.
  private let origin: off_t?
  /// Bytes of a pipe behind those of `ahead`, kept on the disk.
  private var spool: SpoolFile?

  /// Opens a file, or standard input for `-`.
  ///
  /// - Throws: ``CodecError`` when there is no such file or it cannot be read.
  public init(path: String) throws(CodecError) {
    guard path != "-" else {
      descriptor = STDIN_FILENO
      closes = false
      origin = ByteSource.position(of: STDIN_FILENO)
      return
    }
    let opened = Files.open(path)
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

  /// Serves bytes from memory.
  public init(bytes: [UInt8]) {
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

  /// The next bytes, which stay to be read; fewer when the file is shorter.
  func peek(_ count: Int) throws(CodecError) -> [UInt8] {
    while ahead.count - consumed < count {
      var buffer = [UInt8](repeating: 0, count: count - (ahead.count - consumed))
      let got = buffer.withUnsafeMutableBytes { readDescriptor($0) }
      guard got >= 0 else { throw CodecError(.damaged, systemMessage(errno)) }
      if got == 0 { break }
      ahead += buffer[..<got]
    }
    return Array(ahead[consumed...].prefix(count))
  }

  /// Bytes anywhere, which stay to be read; `nil` where the source is a pipe or ends before.
  func peek(_ count: Int, at offset: Int) -> [UInt8]? {
    guard descriptor >= 0 else {
      return offset + count <= ahead.count ? Array(ahead[offset..<offset + count]) : nil
    }
    guard let origin else { return nil }
    var buffer = [UInt8](repeating: 0, count: count)
    let got = buffer.withUnsafeMutableBytes {
      pread(descriptor, $0.baseAddress, count, origin + off_t(offset))
    }
    return got == count ? buffer : nil
  }

  /// Fills a buffer as far as one read goes; 0 at the end, −1 on failure.
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
  /// - Returns: How many bytes there were, fewer only at the end.
  func readFully(into buffer: UnsafeMutableRawBufferPointer) throws(CodecError) -> Int {
    var done = 0
    while done < buffer.count {
      let got = read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[done...]))
      if got < 0 { throw CodecError(.damaged, systemMessage(errno)) }
      if got == 0 { break }
      done += got
    }
    return done
  }

  /// Shows the next bytes, which stay to be read, a megabyte at a time.
  ///
  /// What a pipe has given is kept, beyond some megabytes on the disk.
  ///
  /// - Parameter body: Returns whether it wants to see more.
  func scan(
    _ count: Int, _ body: (UnsafeRawBufferPointer) -> Bool
  ) throws(CodecError) {
    precondition(spool == nil, "bytes are looked at once")
    guard descriptor >= 0 && origin == nil else {
      // What can be read anywhere is read twice.
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

  /// What of a pipe is kept in memory while it is looked at.
  private static let keptInMemory = 16 << 20

  private func fill(_ piece: inout [UInt8]) throws(CodecError) -> Int {
    let result: Result<Int, CodecError> = piece.withUnsafeMutableBytes { bytes in
      do throws(CodecError) { return .success(try readFully(into: bytes)) } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  private func readDescriptor(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
    guard descriptor >= 0 else { return 0 }
    while true {
      let got = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
      if got >= 0 || errno != EINTR { return got }
    }
  }
}

/// The system's words for an error number, in lower case as the program's own messages are.
func systemMessage(_ number: Int32) -> String {
  let text = String(cString: strerror(number))
  return text.prefix(1).lowercased() + text.dropFirst()
}

/// Calls back from C into a byte source.
let readCallback:
  @convention(c) (UnsafeMutableRawPointer?, UnsafeMutablePointer<UInt8>?, Int) ->
    Int = { context, buffer, capacity in
      guard let context, let buffer else { return -1 }
      let source = Unmanaged<ByteSource>.fromOpaque(context).takeUnretainedValue()
      return source.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: capacity))
    }
