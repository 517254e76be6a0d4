import CZlib
import ImageCodecs
import Testing

@Suite("Where the last block of a deflate stream lies")
struct DeflateStructureTests {
  private static let contents: [(name: String, bytes: [UInt8])] = [
    ("nothing", []), ("one byte", [7]), ("zeros", [UInt8](repeating: 0, count: 300_000)),
    ("noise", noise(400_000, 1)), ("few values", noise(600_000, 1).map { $0 % 5 }),
    ("edges", noise(500_000, 2).map { $0 < 200 ? 0 : $0 - 200 }),
    ("ramp", (0..<200_000).map { UInt8(truncatingIfNeeded: $0 / 3 + $0 / 1000) }),
    // Noise, then zeros, then a pattern: blocks of every kind behind each other.
    (
      "mixture",
      noise(150_000, 3) + [UInt8](repeating: 9, count: 90_000) + noise(120_000, 4).map { $0 & 15 }
    ),
  ]

  private static func noise(_ count: Int, _ seed: UInt64) -> [UInt8] {
    var state = seed
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 56)
    }
  }

  /// A raw stream of zlib's, which has its own ideas of where blocks end.
  private func deflated(_ bytes: [UInt8], level: Int32, strategy: Int32) -> [UInt8] {
    var stream = z_stream()
    let size = Int32(MemoryLayout<z_stream>.size)
    guard
      deflateInit2_(&stream, level, Z_DEFLATED, -15, 8, strategy, ZLIB_VERSION, size) == Z_OK
    else { return [] }
    defer { deflateEnd(&stream) }
    var (input, output) = (bytes, [UInt8](repeating: 0, count: bytes.count + 100_000))
    let count = input.withUnsafeMutableBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        stream.next_in = input.baseAddress
        stream.avail_in = UInt32(input.count)
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(output.count)
        return deflate(&stream, Z_FINISH) == Z_STREAM_END ? Int(stream.total_out) : 0
      }
    }
    return Array(output.prefix(count))
  }

  /// The last block as zlib finds it: it stops behind each block.
  private func lastBlock(_ piece: [UInt8], _ count: Int) -> DeflateStructure.LastBlock? {
    var stream = z_stream()
    guard inflateInit2_(&stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { return nil }
    defer { inflateEnd(&stream) }
    var (piece, inflated) = (piece, [UInt8](repeating: 0, count: count + 1))
    return piece.withUnsafeMutableBufferPointer { piece in
      inflated.withUnsafeMutableBufferPointer { output in
        stream.next_in = piece.baseAddress
        stream.avail_in = UInt32(piece.count)
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(output.count)
        var start = 0
        while true {
          let status = inflate(&stream, Z_BLOCK)
          guard status == Z_OK || status == Z_STREAM_END else { return nil }
          let end = (piece.count - Int(stream.avail_in)) * 8 - Int(stream.data_type & 7)
          if status == Z_STREAM_END || stream.data_type & 64 != 0 {
            return DeflateStructure.LastBlock(start: start, end: end)
          }
          start = end
        }
      }
    }
  }

  @Test("it is where zlib finds it, for zlib's streams of every level and strategy")
  func zlibStreams() throws {
    let structure = DeflateStructure()
    for content in DeflateStructureTests.contents {
      for (level, strategy) in [
        (0, Z_DEFAULT_STRATEGY), (1, Z_DEFAULT_STRATEGY), (6, Z_DEFAULT_STRATEGY),
        (9, Z_DEFAULT_STRATEGY), (6, Z_HUFFMAN_ONLY), (6, Z_RLE), (6, Z_FIXED),
      ] {
        let stream = deflated(content.bytes, level: Int32(level), strategy: strategy)
        let found = structure.lastBlock(of: stream, inflatedCount: content.bytes.count)
        let expected = try #require(lastBlock(stream, content.bytes.count))
        #expect(found == expected, "\(content.name), level \(level), strategy \(strategy)")
      }
    }
  }

  @Test("it is where zlib finds it, for libdeflate's streams", arguments: [0, 1, 3, 6, 9])
  func libdeflateStreams(level: Int) throws {
    let structure = DeflateStructure()
    for content in DeflateStructureTests.contents {
      let stream = try Deflater.pooled(level: level) { deflater throws(CodecError) in
        try deflater.deflated(content.bytes)
      }
      let found = structure.lastBlock(of: stream, inflatedCount: content.bytes.count)
      let expected = try #require(lastBlock(stream, content.bytes.count))
      #expect(found == expected, "\(content.name)")
    }
  }

  @Test("a stream that is cut short, longer than its end, or of another length is none")
  func damaged() {
    let bytes = DeflateStructureTests.noise(50_000, 5).map { $0 % 40 }
    let stream = deflated(bytes, level: 6, strategy: Z_DEFAULT_STRATEGY)
    let structure = DeflateStructure()
    #expect(structure.lastBlock(of: stream, inflatedCount: bytes.count) != nil)
    #expect(structure.lastBlock(of: stream, inflatedCount: bytes.count - 1) == nil)
    #expect(structure.lastBlock(of: stream, inflatedCount: bytes.count + 1) == nil)
    #expect(structure.lastBlock(of: stream + [0], inflatedCount: bytes.count) == nil)
    for count in stride(from: 0, to: stream.count, by: 97) {
      #expect(
        structure.lastBlock(of: Array(stream.prefix(count)), inflatedCount: bytes.count) == nil)
    }
  }

  @Test("bytes of chance end without a trap")
  func anyBytes() {
    let structure = DeflateStructure()
    for seed in 1...300 {
      let bytes = DeflateStructureTests.noise(seed, UInt64(seed))
      _ = structure.lastBlock(of: bytes, inflatedCount: 100_000)
    }
  }
}
