import CDeflate
import Synchronization

/// Deflates buffers into pieces that can be joined to one stream.
///
/// libdeflate compresses several times as fast as zlib, and smaller, but produces only whole
/// streams. To continue a stream after a piece, the last-block bit of the piece is cleared and an
/// empty stored block is appended, which ends at a byte boundary (like a sync flush).
/// ``DeflateStructure`` finds the position of the last block.
///
/// A deflater belongs to one thread at a time; ``pooled(level:_:)`` lends deflaters to threads.
package final class Deflater: @unchecked Sendable {
  private let level: Int
  private let compressor: OpaquePointer
  private let structure = DeflateStructure()

  /// Creates a deflater of one compression level.
  ///
  /// - Parameter level: 0 stores, 1 is fastest, 9 gives the smallest output.
  /// - Throws: ``CodecError`` with `writeFailed` when there is no memory for it.
  private init(level: Int) throws(CodecError) {
    guard let compressor = libdeflate_alloc_compressor(Int32(level)) else {
      throw CodecError(.writeFailed, "deflate could not be set up")
    }
    self.level = level
    self.compressor = compressor
  }

  deinit { libdeflate_free_compressor(compressor) }

  private static let idle = Mutex<[Deflater]>([])

  /// Calls `body` with a deflater that no other thread uses.
  package static func pooled<Result>(
    level: Int, _ body: (Deflater) throws(CodecError) -> Result
  ) throws(CodecError) -> Result {
    let waiting = idle.withLock { idle in
      idle.firstIndex { $0.level == level }.map { idle.remove(at: $0) }
    }
    let deflater = if let waiting { waiting } else { try Deflater(level: level) }
    defer { idle.withLock { $0.append(deflater) } }
    return try body(deflater)
  }

  /// Returns a complete raw deflate stream.
  package func deflated(_ bytes: [UInt8]) throws(CodecError) -> [UInt8] {
    // The bound plus the empty block of a joinable piece: four bytes, and one for its header bits.
    let capacity = libdeflate_deflate_compress_bound(compressor, bytes.count) + 5
    let output = [UInt8](unsafeUninitializedCapacity: capacity) { output, initialized in
      bytes.withUnsafeBytes { input in
        initialized = libdeflate_deflate_compress(
          compressor, input.baseAddress, input.count, output.baseAddress, output.count)
      }
    }
    guard !output.isEmpty else { throw Deflater.failure(bytes.count) }
    return output
  }

  /// Returns a piece of a raw deflate stream that ends at a byte boundary without ending the
  /// stream.
  package func joinable(_ bytes: [UInt8]) throws(CodecError) -> [UInt8] {
    var piece = try deflated(bytes)
    guard let last = structure.lastBlock(of: piece, inflatedCount: bytes.count) else {
      throw Deflater.failure(bytes.count)
    }
    piece[last.start / 8] &= ~(1 << UInt8(last.start % 8))
    // The empty block: three header bits, all 0, padding to a byte boundary, then the length 0 and
    // its complement. The bits after the last block are 0 already.
    if last.end + 3 > piece.count * 8 { piece.append(0) }
    piece += [0, 0, 0xFF, 0xFF]
    return piece
  }

  /// Returns a zlib stream of the bytes (RFC 1950).
  static func zlibStream(_ bytes: [UInt8], level: Int = 9) throws(CodecError) -> [UInt8] {
    try pooled(level: level) { deflater throws(CodecError) in
      try [0x78, 0xDA] + deflater.deflated(bytes) + bigEndian(checksum(bytes))
    }
  }

  /// The Adler-32 checksum of the bytes.
  static func checksum(_ bytes: [UInt8]) -> UInt32 {
    bytes.withUnsafeBytes { libdeflate_adler32(1, $0.baseAddress, $0.count) }
  }

  private static func failure(_ count: Int) -> CodecError {
    CodecError(.writeFailed, "could not deflate \(count) bytes")
  }
}

/// The four bytes of a number in the byte order of PNG and zlib.
func bigEndian(_ value: UInt32) -> [UInt8] {
  [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
}
