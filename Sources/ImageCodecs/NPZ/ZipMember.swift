import CZlib

/// The bytes of one file of a zip archive; its length and its checksum are checked at the end.
final class ZipMember: ByteStream {
  private let entry: ZipArchive.Entry
  private let bytes: SeekableBytes
  /// The offset of the next byte that is stored or deflated, and of the one behind the last.
  private var place: Int
  private let end: Int
  private var delivered = 0
  private var checksum: UInt = 0
  private var input: [UInt8] = []
  private var consumed = 0
  // At a fixed address: zlib stores the address and refuses a stream that has moved.
  private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
  private var streamEnded = false

  init(_ entry: ZipArchive.Entry, _ bytes: SeekableBytes, start: Int) throws(CodecError) {
    self.entry = entry
    self.bytes = bytes
    place = start
    end = start + entry.compressedCount
    stream.initialize(to: z_stream())
    // No wrapper around the deflated bytes.
    let status = inflateInit2_(stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else { throw CodecError(.damaged, "zlib cannot start: \(status)") }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// The number of bytes that are not read yet, as the archive says.
  var rest: Int { entry.count - delivered }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(CodecError) -> Int {
    let wanted = min(buffer.count, entry.count - delivered)
    guard wanted > 0 else { return 0 }
    let target = UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted])
    let got = try entry.method == 0 ? readStored(target) : inflated(into: target)
    guard got > 0 else { throw damage("is cut short") }
    // zlib counts in 32 bits.
    for piece in stride(from: 0, to: got, by: 1 << 30) {
      let part = UnsafeRawBufferPointer(rebasing: target[piece..<min(got, piece + 1 << 30)])
      checksum = crc32(
        checksum, part.bindMemory(to: UInt8.self).baseAddress, UInt32(part.count))
    }
    delivered += got
    if delivered == entry.count {
      guard UInt32(truncatingIfNeeded: checksum) == entry.checksum else {
        throw damage("has a wrong checksum")
      }
    }
    return got
  }

  private func damage(_ text: String) -> CodecError {
    CodecError(.damaged, "damaged zip file: \(FileName.printable(entry.name)) \(text)")
  }

  private func readStored(_ buffer: UnsafeMutableRawBufferPointer) throws(CodecError) -> Int {
    let count = min(buffer.count, end - place)
    guard count > 0 else { return 0 }
    let got = bytes.read(UnsafeMutableRawBufferPointer(rebasing: buffer[..<count]), at: place)
    if got > 0 { place += got }
    return max(got, 0)
  }

  private func inflated(into buffer: UnsafeMutableRawBufferPointer) throws(CodecError) -> Int {
    let wanted = min(buffer.count, 1 << 30)
    var produced = 0
    while produced == 0 && !streamEnded {
      if consumed == input.count {
        input = try bytes.bytes(min(1 << 16, end - place), at: place)
        place += input.count
        consumed = 0
        if input.isEmpty { return 0 }
      }
      var status = Z_OK
      input.withUnsafeMutableBufferPointer { input in
        stream.pointee.next_in = input.baseAddress?.advanced(by: consumed)
        stream.pointee.avail_in = UInt32(input.count - consumed)
        stream.pointee.next_out = buffer.bindMemory(to: UInt8.self).baseAddress
        stream.pointee.avail_out = UInt32(wanted)
        status = inflate(stream, Z_NO_FLUSH)
      }
      consumed = input.count - Int(stream.pointee.avail_in)
      produced = wanted - Int(stream.pointee.avail_out)
      if status == Z_STREAM_END {
        streamEnded = true
      } else if status != Z_OK && status != Z_BUF_ERROR {
        throw damage("is broken")
      }
    }
    return produced
  }
}
