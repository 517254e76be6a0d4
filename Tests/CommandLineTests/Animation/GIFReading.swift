import ConvCore
import ImageCodecs
import Foundation

/// A GIF read by the tests themselves: its frames drawn over each other.
struct GIFReading {
  private(set) var height = 0
  private(set) var width = 0
  /// The RGB samples of the picture after each frame.
  private(set) var pictures: [[UInt8]] = []
  /// The time of each frame in hundredths of a second.
  private(set) var hundredths: [Int] = []
  /// The rounds of the NETSCAPE2.0 extension, 0 for endless; `nil` without it.
  private(set) var rounds: Int?

  /// Reads a file; `nil` where it is not as the format says.
  init?(_ data: Data) {
    let bytes = [UInt8](data)
    guard bytes.count > 13, bytes.starts(with: Array("GIF89a".utf8)), bytes.last == 0x3B else {
      return nil
    }
    func word(_ place: Int) -> Int { Int(bytes[place]) | Int(bytes[place + 1]) << 8 }
    (width, height) = (word(6), word(8))
    let count = 2 << Int(bytes[10] & 7)
    guard bytes[10] & 0x80 != 0 else { return nil }
    let palette = Array(bytes[13..<13 + 3 * count])
    var place = 13 + 3 * count
    var picture = [UInt8](repeating: 0, count: height * width * 3)
    var (delay, transparent) = (0, -1)
    func blocks() -> [UInt8] {
      var content: [UInt8] = []
      while bytes[place] != 0 {
        content += bytes[place + 1...place + Int(bytes[place])]
        place += Int(bytes[place]) + 1
      }
      place += 1
      return content
    }
    while bytes[place] != 0x3B {
      if bytes[place] == 0x21 {
        let label = bytes[place + 1]
        place += 2
        let content = blocks()
        if label == 0xF9 {
          delay = Int(content[1]) | Int(content[2]) << 8
          transparent = content[0] & 1 == 1 ? Int(content[3]) : -1
        } else if label == 0xFF, content.starts(with: Array("NETSCAPE2.0".utf8)) {
          rounds = Int(content[12]) | Int(content[13]) << 8
        }
        continue
      }
      guard bytes[place] == 0x2C, bytes[place + 9] == 0 else { return nil }
      let (left, top) = (word(place + 1), word(place + 3))
      let (wide, high) = (word(place + 5), word(place + 7))
      let bits = Int(bytes[place + 10])
      place += 11
      guard let indices = GIFReading.decoded(blocks(), bits), indices.count == wide * high,
        left + wide <= width, top + high <= height
      else { return nil }
      for (offset, index) in indices.enumerated() where index != transparent {
        let pixel = ((top + offset / wide) * width + left + offset % wide) * 3
        for component in 0..<3 { picture[pixel + component] = palette[3 * index + component] }
      }
      pictures.append(picture)
      hundredths.append(delay)
    }
  }

  /// The indices of an LZW stream.
  private static func decoded(_ bytes: [UInt8], _ bits: Int) -> [Int]? {
    let clear = 1 << bits
    var (size, position) = (bits + 1, 0)
    var table: [[Int]] = []
    var previous: [Int]?
    var result: [Int] = []
    while position + size <= bytes.count * 8 {
      var code = 0
      for bit in 0..<size {
        let place = position + bit
        code |= Int(bytes[place / 8] >> UInt8(place % 8) & 1) << bit
      }
      position += size
      if code == clear {
        table = (0..<clear).map { [$0] } + [[], []]
        (size, previous) = (bits + 1, nil)
        continue
      }
      if code == clear + 1 { return result }
      guard code <= table.count else { return nil }
      let entry: [Int]
      if code < table.count {
        entry = table[code]
      } else {
        guard let previous else { return nil }
        entry = previous + [previous[0]]
      }
      if let previous, table.count < 4096 { table.append(previous + [entry[0]]) }
      if table.count == 1 << size && size < 12 { size += 1 }
      result += entry
      previous = entry
    }
    return nil
  }
}
