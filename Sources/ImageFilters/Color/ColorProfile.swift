import Foundation

/// The curves and luminances of an ICC matrix profile (ICC.1:2022, 8.3).
struct ColorProfile {
  private let bytes: [UInt8]
  private let curves: [TransferCurve]

  /// Parses a profile; `nil` when it has no curves, like a table profile of a printer.
  init?(_ bytes: [UInt8]) {
    self.bytes = bytes
    let names =
      ColorProfile.place(of: "kTRC", in: bytes) == nil
      ? ["rTRC", "gTRC", "bTRC"] : ["kTRC"]
    // When a profile has tables, they take precedence over its curves.
    guard ColorProfile.place(of: "A2B0", in: bytes) == nil else { return nil }
    var curves: [TransferCurve] = []
    for name in names {
      guard let place = ColorProfile.place(of: name, in: bytes),
        let curve = ColorProfile.curve(bytes, at: place)
      else { return nil }
      curves.append(curve)
    }
    self.curves = curves
  }

  /// The curve of all channels; `nil` when channels differ by more than one level of 10 bits.
  var curve: TransferCurve? {
    let first = curves[0]
    let areAlike = curves.dropFirst().allSatisfy { other in
      other == first
        || (0...64).allSatisfy {
          abs(other.light(Float($0) / 64) - first.light(Float($0) / 64)) < 1 / 1024
        }
    }
    return areAlike ? first.simplified : nil
  }

  /// The luminances of full red, green and blue, with sum 1; `nil` when the profile has none.
  var luminance: [Float]? {
    var weights: [Float] = []
    for name in ["rXYZ", "gXYZ", "bXYZ"] {
      guard let place = ColorProfile.place(of: name, in: bytes),
        let value = ColorProfile.fixed(bytes, place + 12)
      else { return nil }
      weights.append(value)
    }
    let sum = weights.reduce(0, +)
    return sum > 0.5 && weights.allSatisfy { $0 >= 0 } ? weights.map { $0 / sum } : nil
  }

  private static func number(_ bytes: [UInt8], _ place: Int, _ count: Int = 4) -> Int? {
    guard place >= 0, place + count <= bytes.count else { return nil }
    return bytes[place..<place + count].reduce(0) { $0 << 8 | Int($1) }
  }

  /// Reads a fixed-point number: 16 bits before the point and 16 after.
  private static func fixed(_ bytes: [UInt8], _ place: Int) -> Float? {
    number(bytes, place).map { Float(Int32(truncatingIfNeeded: $0)) / 65536 }
  }

  /// The offset of the data of a tag.
  private static func place(of tag: String, in bytes: [UInt8]) -> Int? {
    guard let count = number(bytes, 128), count <= 1000, bytes.count >= 132 + 12 * count else {
      return nil
    }
    for index in 0..<count {
      let entry = 132 + 12 * index
      if bytes[entry..<entry + 4].elementsEqual(tag.utf8) { return number(bytes, entry + 4) }
    }
    return nil
  }

  private static func curve(_ bytes: [UInt8], at place: Int) -> TransferCurve? {
    guard place >= 128, place + 12 <= bytes.count else { return nil }
    let type = bytes[place..<place + 4]
    if type.elementsEqual("curv".utf8) { return sampled(bytes, place) }
    if type.elementsEqual("para".utf8) { return parametric(bytes, place) }
    return nil
  }

  private static func sampled(_ bytes: [UInt8], _ place: Int) -> TransferCurve? {
    guard let count = number(bytes, place + 8) else { return nil }
    if count == 0 { return .power(1) }
    if count == 1 {
      guard let value = number(bytes, place + 12, 2), value > 0 else { return nil }
      return .power(Float(value) / 256)
    }
    guard count <= 65536, place + 12 + 2 * count <= bytes.count else { return nil }
    return rising(
      (0..<count).map { Float(number(bytes, place + 12 + 2 * $0, 2) ?? 0) / 65535 })
  }

  /// y = (a·x + b)^g + e for x ≥ d, c·x + f below; the forms 0…4 omit some parameters.
  private static func parametric(_ bytes: [UInt8], _ place: Int) -> TransferCurve? {
    let counts = [1, 3, 4, 5, 7]
    guard let form = number(bytes, place + 8, 2), form < counts.count else { return nil }
    var values: [Float] = []
    for index in 0..<counts[form] {
      guard let value = fixed(bytes, place + 12 + 4 * index) else { return nil }
      values.append(value)
    }
    let g = values[0]
    guard g > 0 else { return nil }
    if form == 0 { return .power(g) }
    let (a, b) = (values[1], values[2])
    let isSplit = form > 2
    let c = isSplit ? values[3] : 0
    let d = isSplit ? values[4] : (a != 0 ? -b / a : 0)
    let e = form == 4 ? values[5] : form == 2 ? values[3] : 0
    let f = form == 4 ? values[6] : form == 2 ? values[3] : 0
    return rising(
      (0...4096).map { index in
        let x = Float(index) / 4096
        return x >= d ? pow(max(a * x + b, 0), g) + e : c * x + f
      })
  }

  /// A curve from a table with rising values, as light encodings have; `nil` for other tables.
  private static func rising(_ table: [Float]) -> TransferCurve? {
    let isRising = zip(table, table.dropFirst()).allSatisfy { $0 <= $1 }
    guard isRising, let first = table.first, let last = table.last, last > first,
      table.allSatisfy(\.isFinite)
    else { return nil }
    return .table(table)
  }
}
