/// A binary PGM or PPM, as those programs speak it.
public struct PortableMap: Hashable, Sendable {
  /// Rows.
  public var height: Int
  /// Columns.
  public var width: Int
  /// 1 or 3.
  public var channels: Int
  /// The value of white.
  public var maximum: Int
  /// H×W×C samples.
  public var samples: [UInt16]

  /// Creates a picture of 8-bit samples.
  public init(height: Int, width: Int, channels: Int, samples: [UInt16]) {
    self.height = height
    self.width = width
    self.channels = channels
    maximum = 255
    self.samples = samples
  }

  /// Parses a P4 (bits, 1 is black), P5 or P6 file.
  public init?(_ bytes: [UInt8]) {
    var fields: [String] = []
    var place = 0
    while fields.count < (fields.first == "P4" ? 3 : 4), place < bytes.count {
      let field = bytes[place...].prefix { !($0 == 0x20 || $0 == 0x0A) }
      fields.append(String(decoding: field, as: UTF8.self))
      place += field.count + 1
    }
    guard fields.count >= 3, let width = Int(fields[1]), let height = Int(fields[2]) else {
      return nil
    }
    self.height = height
    self.width = width
    channels = fields[0] == "P6" ? 3 : 1
    if fields[0] == "P4" {
      maximum = 1
      let rowBytes = (width + 7) / 8
      guard bytes.count == place + height * rowBytes else { return nil }
      samples = (0..<height).flatMap { y in
        (0..<width).map { x in
          let byte = bytes[place + y * rowBytes + x / 8]
          return byte >> UInt8(7 - x % 8) & 1 == 1 ? 0 : 1
        }
      }
      return
    }
    guard fields.count == 4, let maximum = Int(fields[3]) else { return nil }
    self.maximum = maximum
    let size = maximum > 255 ? 2 : 1
    guard bytes.count == place + height * width * channels * size else { return nil }
    samples = stride(from: place, to: bytes.count, by: size).map { start in
      size == 1 ? UInt16(bytes[start]) : UInt16(bytes[start]) << 8 | UInt16(bytes[start + 1])
    }
  }

  /// The file, P5 or P6 of 8 bits.
  public var bytes: [UInt8] {
    Array("P\(channels == 3 ? 6 : 5)\n\(width) \(height)\n\(maximum)\n".utf8)
      + samples.map { UInt8($0) }
  }
}
