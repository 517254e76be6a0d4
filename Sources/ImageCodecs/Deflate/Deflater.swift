import CDeflate
import Synchronization

/// Deflates buffers into pieces that can be joined.
///
/// libdeflate compresses a buffer several times as fast as zlib, and smaller, but it knows only
/// whole streams. A piece that more are to follow is therefore opened again: the mark of the last
/// block is taken away and an empty stored block brings it to a byte boundary (as a sync flush
/// would). ``DeflateStructure`` finds where that block begins.
///
/// One deflater belongs to one thread at a time; ``pooled(level:_:)`` hands them out.
final class Deflater: @unchecked Sendable {
  private let level: Int
  private let compressor: OpaquePointer
  private let structure = DeflateStructure()

  /// - Parameter level: 0 stores, 1 is fastest, 9 smallest.
  private init(level: Int) throws(CodecError) {
    guard let compressor = libdeflate_alloc_compressor(Int32(level)) else {
      throw CodecError(.writeFailed, "deflate could not be set up")
    }
    self.level = level
    self.compressor = compressor
  }

  deinit { libdeflate_free_compressor(compressor) }

  private static let idle = Mutex<[Deflater]>([])

  /// Calls `body` with a deflater that nobody else has.
  static func pooled<Result>(
    level: Int, _ body: (Deflater) throws(CodecError) -> Result
  ) throws(CodecError) -> Result {
    let waiting = idle.withLock { idle in
      idle.firstIndex { $0.level == level }.map { idle.remove(at: $0) }
    }
    let deflater = if let waiting { waiting } else { try Deflater(level: level) }
    defer { idle.withLock { $0.append(deflater) } }
    return try body(deflater)
  }

  /// A raw deflate stream, whole.
  func deflated(_ bytes: [UInt8]) throws(CodecError) -> [UInt8] {
    // Four bytes more than the bound, for the empty block of a joinable piece.
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

  /// A piece of a raw deflate stream that ends at a byte boundary and does not end the stream.
  func joinable(_ bytes: [UInt8]) throws(CodecError) -> [UInt8] {
    var piece = try deflated(bytes)
    guard let last = structure.lastBlock(of: piece, inflatedCount: bytes.count) else {
      throw Deflater.failure(bytes.count)
    }
    piece[last.start / 8] &= ~(1 << UInt8(last.start % 8))
    // The empty block: three bits of header, all 0, up to a byte boundary, then its length, 0, and
    // that length's complement. The bits behind the last block are 0 already.
    if last.end + 3 > piece.count * 8 { piece.append(0) }
    piece += [0, 0, 0xFF, 0xFF]
    return piece
  }

  /// The zlib stream of some bytes.
  static func zlibStream(_ bytes: [UInt8]) throws(CodecError) -> [UInt8] {
    try pooled(level: 9) { deflater throws(CodecError) in
      try [0x78, 0xDA] + deflater.deflated(bytes) + bigEndian(checksum(bytes))
    }
  }

  /// The Adler-32 of some bytes.
  static func checksum(_ bytes: [UInt8]) -> UInt32 {
    bytes.withUnsafeBytes { libdeflate_adler32(1, $0.baseAddress, $0.count) }
  }

  private static func failure(_ count: Int) -> CodecError {
    CodecError(.writeFailed, "could not deflate \(count) bytes")
  }
}

/// The bytes of a number as PNG and zlib store it.
func bigEndian(_ value: UInt32) -> [UInt8] {
  [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
}
