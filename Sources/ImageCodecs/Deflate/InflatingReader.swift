import CZlib

/// Inflates a gzip file or a zlib stream piece by piece.
///
/// The caller asks for as many bytes as it expects, so a file that inflates to more than its own
/// header promises costs no extra memory. A gzip file may have several members, whose contents are
/// joined (RFC 1952, 2.2), and zeros after them, as tapes and downloads leave them.
public final class InflatingReader {
  /// The format around the deflated bytes.
  public enum Wrapper: String, Hashable, Sendable {
    /// A gzip file (RFC 1952).
    case gzip = "gzip file"
    /// A zlib stream (RFC 1950).
    case zlib = "zlib stream"

    /// zlib's number for the wrapper, with a window of 2¹⁵ bytes.
    var windowBits: Int32 { self == .gzip ? 31 : 15 }
  }

  private let wrapper: Wrapper
  private var input: [UInt8]
  private var consumed = 0
  // At a fixed address: zlib stores the address and refuses a stream that has moved.
  private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
  private var isAtEnd = false

  /// Creates a reader of the bytes of a whole file.
  ///
  /// - Throws: ``CodecError`` when zlib cannot start.
  public init(_ bytes: [UInt8], wrapper: Wrapper = .gzip) throws(CodecError) {
    input = bytes
    self.wrapper = wrapper
    stream.initialize(to: z_stream())
    let status = inflateInit2_(
      stream, wrapper.windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else { throw CodecError(.damaged, "zlib cannot start: \(status)") }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Returns the next `count` inflated bytes, or fewer when the file ends.
  ///
  /// - Throws: ``CodecError`` when the file is cut short, has another wrapper or fails its
  ///   checksum.
  public func read(_ count: Int) throws(CodecError) -> [UInt8] {
    var output: [UInt8] = []
    // The buffer grows with the inflated bytes, not with the size that a header promises.
    while output.count < count && !isAtEnd {
      output += try inflateSome(min(count - output.count, 1 << 20))
    }
    return output
  }

  /// Checks that nothing follows: neither inflated bytes nor bytes after the wrapper.
  ///
  /// - Throws: ``CodecError`` with `damaged` when bytes are left.
  public func finish() throws(CodecError) {
    guard try read(1).isEmpty else {
      throw CodecError(.damaged, "holds more than its header says")
    }
    guard consumed == input.count else {
      throw CodecError(
        .damaged, "\(input.count - consumed) bytes too many behind the \(wrapper.rawValue)")
    }
  }

  /// Skips zeros after a member of a gzip file and prepares for the next member.
  private func beginsAnotherMember() -> Bool {
    guard wrapper == .gzip else { return false }
    let next = input[consumed...].firstIndex { $0 != 0 } ?? input.count
    // Other bytes stay unread, and `finish` counts them.
    guard next == input.count || input[next...].starts(with: [0x1F, 0x8B]) else { return false }
    consumed = next
    return next < input.count && inflateReset(stream) == Z_OK
  }

  private func inflateSome(_ count: Int) throws(CodecError) -> [UInt8] {
    var output = [UInt8](repeating: 0, count: count)
    // zlib counts in 32 bits.
    let available = min(input.count - consumed, Int(Int32.max))
    var status = Z_OK
    input.withUnsafeMutableBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        stream.pointee.next_in = input.baseAddress?.advanced(by: consumed)
        stream.pointee.avail_in = UInt32(available)
        stream.pointee.next_out = output.baseAddress
        stream.pointee.avail_out = UInt32(count)
        status = inflate(stream, Z_NO_FLUSH)
      }
    }
    consumed += available - Int(stream.pointee.avail_in)
    let produced = count - Int(stream.pointee.avail_out)
    let isCutShort = status == Z_BUF_ERROR || (status == Z_OK && produced == 0)
    if status == Z_STREAM_END {
      isAtEnd = !beginsAnotherMember()
    } else if isCutShort {
      throw CodecError(.damaged, "the \(wrapper.rawValue) is cut short")
    } else if status != Z_OK {
      let message = stream.pointee.msg.map { ": " + String(cString: $0) } ?? ""
      throw CodecError(.damaged, "the \(wrapper.rawValue) is broken\(message)")
    }
    output.removeLast(count - produced)
    return output
  }
}
