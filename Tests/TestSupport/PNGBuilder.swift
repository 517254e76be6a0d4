import ConvCore
import Foundation

/// A PNG encoder of its own, for every color type and depth: what the reader is tested with.
///
/// Nothing is compressed (stored deflate blocks) and no row is filtered, so that it stays simple
/// enough to be trusted.
public struct PNGBuilder: Sendable {
  /// The color types of the specification, table 11.1.
  public enum Color: UInt8, Sendable, CaseIterable {
    case gray = 0
    case rgb = 2
    case palette = 3
    case grayAlpha = 4
    case rgba = 6

    /// Stored samples of one pixel.
    public var channels: Int {
      switch self {
      case .gray, .palette: 1
      case .grayAlpha: 2
      case .rgb: 3
      case .rgba: 4
      }
    }
  }

  /// Rows.
  public var height: Int
  /// Columns.
  public var width: Int
  /// Bits of one stored sample.
  public var depth: Int
  /// The color type.
  public var color: Color
  /// H×W×C stored samples, or indices of the palette.
  public var samples: [UInt16]
  /// Whether the seven passes of Adam7 are used.
  public var isInterlaced = false
  /// Chunks between the header and the pixels.
  public var chunks: [(name: String, data: [UInt8])] = []

  /// Creates a picture.
  public init(height: Int, width: Int, depth: Int = 8, color: Color, samples: [UInt16]) {
    self.height = height
    self.width = width
    self.depth = depth
    self.color = color
    self.samples = samples
  }

  /// Creates a picture of seeded samples, of all values that the depth holds.
  public init(
    height: Int, width: Int, depth: Int = 8, color: Color, seed: UInt64 = 1,
    largest: Int? = nil
  ) {
    var generator = SplitMix64(seed: seed)
    let largest = largest ?? (1 << depth) - 1
    self.init(
      height: height, width: width, depth: depth, color: color,
      samples: (0..<height * width * color.channels).map { _ in
        UInt16(Int.random(in: 0...largest, using: &generator))
      })
  }

  /// The file.
  public var bytes: [UInt8] {
    let pixels = passes.flatMap(packed)
    let header =
      PNGBuilder.bigEndian(UInt32(width)) + PNGBuilder.bigEndian(UInt32(height))
      + [UInt8(depth), color.rawValue, 0, 0, isInterlaced ? 1 : 0]
    return PNGBuilder.signature + PNGBuilder.chunk("IHDR", header)
      + chunks.flatMap { PNGBuilder.chunk($0.name, $0.data) }
      + PNGBuilder.chunk("IDAT", PNGBuilder.zlib(pixels)) + PNGBuilder.chunk("IEND", [])
  }

  /// The same, for files.
  public var data: Data { Data(bytes) }

  // MARK: Pixels

  /// Rows and columns of each pass.
  private var passes: [(rows: [Int], columns: [Int])] {
    guard isInterlaced else { return [(Array(0..<height), Array(0..<width))] }
    let adam7 = [
      (0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2),
      (1, 0, 2, 1),
    ]
    return adam7.map { y, x, dy, dx in
      (Array(stride(from: y, to: height, by: dy)), Array(stride(from: x, to: width, by: dx)))
    }
  }

  private func packed(_ pass: (rows: [Int], columns: [Int])) -> [UInt8] {
    guard !pass.columns.isEmpty else { return [] }
    return pass.rows.flatMap { y in
      [0]
        + bits(
          pass.columns.flatMap { x in
            let start = (y * width + x) * color.channels
            return samples[start..<start + color.channels]
          })
    }
  }

  private func bits(_ row: [UInt16]) -> [UInt8] {
    if depth == 16 { return row.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] } }
    var bytes = [UInt8](repeating: 0, count: (row.count * depth + 7) / 8)
    for (index, sample) in row.enumerated() {
      let place = index * depth
      bytes[place / 8] |= UInt8(sample) << UInt8(8 - depth - place % 8)
    }
    return bytes
  }

  // MARK: Bytes

  /// The first eight bytes of every PNG.
  public static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// A chunk with its length and checksum.
  public static func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
    let body = Array(name.utf8) + data
    return bigEndian(UInt32(data.count)) + body + bigEndian(crc(body))
  }

  /// A zlib stream of stored blocks.
  public static func zlib(_ bytes: [UInt8]) -> [UInt8] {
    var stream: [UInt8] = [0x78, 0x01]
    var start = 0
    repeat {
      let piece = bytes[start..<min(start + 65535, bytes.count)]
      start += piece.count
      let length = UInt16(piece.count)
      stream.append(start == bytes.count ? 1 : 0)
      for word in [length, ~length] { stream += [UInt8(word & 0xFF), UInt8(word >> 8)] }
      stream += piece
    } while start < bytes.count
    return stream + bigEndian(adler(bytes))
  }

  /// Four bytes, the highest first.
  public static func bigEndian(_ value: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  /// The same file with the checksums of its whole chunks set right; other files as they are.
  public static func mended(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.starts(with: signature) else { return bytes }
    var bytes = bytes
    var place = signature.count
    while place + 12 <= bytes.count {
      let end = place + 8 + bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
      guard end + 4 <= bytes.count else { break }
      bytes.replaceSubrange(end..<end + 4, with: bigEndian(crc(Array(bytes[place + 4..<end]))))
      place = end + 4
    }
    return bytes
  }

  private static func adler(_ bytes: [UInt8]) -> UInt32 {
    var (a, b): (UInt32, UInt32) = (1, 0)
    for byte in bytes {
      a = (a + UInt32(byte)) % 65521
      b = (b + a) % 65521
    }
    return b << 16 | a
  }

  private static func crc(_ bytes: [UInt8]) -> UInt32 {
    var sum: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
    }
    return ~sum
  }
}
