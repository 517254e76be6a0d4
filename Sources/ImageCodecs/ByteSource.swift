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
