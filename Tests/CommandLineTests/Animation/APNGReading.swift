import ConvCore
import Foundation
import ImageCodecs

/// An APNG read by the tests themselves: its frames drawn over each other.
struct APNGReading {
  private(set) var height = 0
  private(set) var width = 0
  /// The RGB samples of the picture after each frame.
  private(set) var pictures: [[UInt8]] = []
  /// The time of each frame in hundredths of a second.
  private(set) var hundredths: [Int] = []
  /// The rounds that acTL names, 0 for endless; `nil` without acTL.
  private(set) var rounds: Int?
  /// The frames that acTL names.
  private(set) var frameCount: Int?

  private struct Chunk {
    let name: String
    let data: [UInt8]
  }

  /// Reads a file; `nil` where it is not as the format says.
  init?(_ data: Data) {
    let chunks = APNGReading.chunks([UInt8](data))
    guard let header = chunks.first, header.name == "IHDR", chunks.last?.name == "IEND",
      header.data[9] == 3
    else { return nil }
    (width, height) = (APNGReading.number(header.data, 0), APNGReading.number(header.data, 4))
    let tables = chunks.filter { ["PLTE", "tRNS"].contains($0.name) }
    var picture = [UInt8](repeating: 0, count: height * width * 3)
    var (sequence, control) = (0, [UInt8]())
    for chunk in chunks {
      switch chunk.name {
      case "acTL":
        frameCount = APNGReading.number(chunk.data, 0)
        rounds = APNGReading.number(chunk.data, 4)
      case "fcTL":
        guard APNGReading.number(chunk.data, 0) == sequence else { return nil }
        (sequence, control) = (sequence + 1, chunk.data)
        let denominator = Int(chunk.data[22]) << 8 | Int(chunk.data[23])
        guard denominator == 100, chunk.data[24] == 0 else { return nil }
        hundredths.append(Int(chunk.data[20]) << 8 | Int(chunk.data[21]))
      case "IDAT", "fdAT":
        var pixels = chunk.data
        if chunk.name == "fdAT" {
          guard APNGReading.number(pixels, 0) == sequence else { return nil }
          (sequence, pixels) = (sequence + 1, Array(pixels.dropFirst(4)))
        }
        guard draw(pixels, control, tables, header.data, &picture) else { return nil }
        pictures.append(picture)
      default: continue
      }
    }
  }

  /// Decodes a frame as a PNG of its own.
  private func draw(
    _ pixels: [UInt8], _ control: [UInt8], _ tables: [Chunk], _ header: [UInt8],
    _ picture: inout [UInt8]
  ) -> Bool {
    let sides = [4, 8, 12, 16].map { APNGReading.number(control, $0) }
    let (wide, high, left, top) = (sides[0], sides[1], sides[2], sides[3])
    let own = Chunk(name: "IHDR", data: Array(control[4..<12]) + header[8...])
    let parts = [own] + tables + [Chunk(name: "IDAT", data: pixels), Chunk(name: "IEND", data: [])]
    let file = APNGReading.signature + parts.flatMap { APNGReading.bytes($0) }
    guard let decoded = try? Picture(Data(file)), decoded.info.shape.channels == 4,
      decoded.info.shape.height == high, decoded.info.shape.width == wide, left + wide <= width,
      top + high <= height
    else { return false }
    for offset in 0..<wide * high where decoded.samples[4 * offset + 3] > 0 {
      let pixel = ((top + offset / wide) * width + left + offset % wide) * 3
      for component in 0..<3 {
        picture[pixel + component] = UInt8(decoded.samples[4 * offset + component])
      }
    }
    return true
  }

  private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  private static func number(_ bytes: [UInt8], _ place: Int) -> Int {
    bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
  }

  private static func chunks(_ bytes: [UInt8]) -> [Chunk] {
    var chunks: [Chunk] = []
    var place = 8
    while bytes.starts(with: signature), place + 12 <= bytes.count {
      let count = number(bytes, place)
      guard place + 12 + count <= bytes.count else { return [] }
      let chunk = Chunk(
        name: String(decoding: bytes[place + 4..<place + 8], as: UTF8.self),
        data: Array(bytes[place + 8..<place + 8 + count]))
      // The checksum is computed bit by bit.
      guard Array(bytes[place..<place + 12 + count]) == self.bytes(chunk) else { return [] }
      chunks.append(chunk)
      place += 12 + count
    }
    return chunks
  }

  private static let checksums: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { sum, _ in sum & 1 == 1 ? 0xEDB8_8320 ^ sum >> 1 : sum >> 1 }
  }

  private static func bytes(_ chunk: Chunk) -> [UInt8] {
    let content = Array(chunk.name.utf8) + chunk.data
    let sum = ~content.reduce(UInt32.max) {
      checksums[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] ^ $0 >> 8
    }
    func four(_ value: UInt32) -> [UInt8] {
      [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }
    return four(UInt32(chunk.data.count)) + content + four(sum)
  }
}
