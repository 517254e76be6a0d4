import ArgumentParser
import ConvCore

/// A number of bytes, written with a unit: `500M`, `2G`, `2GiB`.
struct ByteCount: ExpressibleByArgument {
  let bytes: Int

  init?(argument: String) {
    let units = ["": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40]
    let digits = argument.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    // 500M, 500MB and 500MiB are equal.
    var unit = argument.dropFirst(digits.count).lowercased()
      .trimming(while: \.isWhitespace).description
    for name in ["bytes", "byte"] where unit == name { unit = "b" }
    if unit.hasSuffix("b") { unit.removeLast() }
    if unit.count == 2, unit.hasSuffix("i") { unit.removeLast() }
    guard let number = DecimalNumber.double(digits), number > 0, let factor = units[unit] else {
      return nil
    }
    let bytes = (number * Double(factor)).rounded(.down)
    guard bytes >= 1, bytes < 0x1p63 else { return nil }
    self.bytes = Int(bytes)
  }

  init(gibibytes: Int) { bytes = gibibytes << 30 }

  var defaultValueDescription: String { "\(bytes >> 30)G" }

  static let allValueStrings = ["a size such as 500M or 2G"]
}
