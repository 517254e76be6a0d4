import ConvCore

/// The header of a netpbm file, P1 to P7.
struct PNMHeader {
  /// How samples are stored.
  enum Storage {
    /// Decimal numbers.
    case plain
    /// Digits 0 and 1, 1 is black.
    case plainBits
    /// Bits, eight in a byte, 1 is black.
    case bits
    /// Bytes, or 16-bit numbers where the maximum is above 255.
    case raw
  }

  private(set) var storage = Storage.raw
  private(set) var height = 0
  private(set) var width = 0
  private(set) var channels = 1
  private(set) var hasAlpha = false
  /// The value of white, 1…65535.
  private(set) var maximum = 255

  /// Reads a header and nothing after it.
  init(_ bytes: inout BufferedBytes) throws(CodecError) {
    _ = try bytes.next()
    let kind = try bytes.next() ?? 0
    if kind == UInt8(ascii: "7") {
      try readLines(&bytes)
      return
    }
    switch kind {
    case UInt8(ascii: "1"): storage = .plainBits
    case UInt8(ascii: "2"), UInt8(ascii: "3"): storage = .plain
    case UInt8(ascii: "4"): storage = .bits
    default: break
    }
    if kind == UInt8(ascii: "3") || kind == UInt8(ascii: "6") { channels = 3 }
    width = try PNMHeader.number(&bytes, "width")
    height = try PNMHeader.number(&bytes, "height")
    if storage == .bits || storage == .plainBits {
      maximum = 1
    } else {
      maximum = try PNMHeader.number(&bytes, "maximum")
    }
    try check()
  }

  private func check() throws(CodecError) {
    guard (1...65_535).contains(maximum) else {
      throw CodecError(.damaged, "damaged PNM header: a maximum of \(maximum), not 1…65535")
    }
  }

  /// The next decimal number, and the one blank behind it; `nil` at the end of the file.
  ///
  /// A comment goes from `#` to the end of its line.
  static func word(_ bytes: inout BufferedBytes) throws(CodecError) -> [UInt8]? {
    var word: [UInt8] = []
    while var byte = try bytes.next() {
      if byte == UInt8(ascii: "#") {
        while let comment = try bytes.next(), comment != 0x0A, comment != 0x0D {}
        byte = 0x0A
      }
      if MatrixText.isBlank(byte) {
        if word.isEmpty { continue }
        return word
      }
      word.append(byte)
      if word.count > 32 { break }
    }
    return word.isEmpty ? nil : word
  }

  /// Returns the value of a word of decimal digits; `nil` for any other word.
  static func value(_ word: [UInt8]) -> Int? {
    guard word.count <= 18, word.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return word.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }

  private static func number(
    _ bytes: inout BufferedBytes, _ name: String
  ) throws(CodecError) -> Int {
    guard let word = try word(&bytes) else { throw CodecError(.damaged, "truncated PNM header") }
    guard let value = value(word) else {
      throw CodecError(
        .damaged,
        "damaged PNM header: the \(name) is '\(String(decoding: word.prefix(20), as: UTF8.self))'")
    }
    return value
  }

  /// Reads the lines of a P7 file, PAM.
  private mutating func readLines(_ bytes: inout BufferedBytes) throws(CodecError) {
    var type = ""
    var known: Set<String> = []
    while true {
      guard let line = try PNMHeader.line(&bytes) else {
        throw CodecError(.damaged, "truncated PAM header")
      }
      let words = line.split(separator: " ").map(String.init)
      guard let key = words.first, !key.hasPrefix("#") else { continue }
      if key == "ENDHDR" { break }
      let text = words.dropFirst().joined(separator: " ")
      if key == "TUPLTYPE" {
        type += text
        continue
      }
      guard let number = PNMHeader.value(Array(text.utf8)) else {
        throw CodecError(.damaged, "damaged PAM header: \(key.prefix(20)) is '\(text.prefix(20))'")
      }
      switch key {
      case "WIDTH": width = number
      case "HEIGHT": height = number
      case "DEPTH": channels = number
      case "MAXVAL": maximum = number
      default: throw CodecError(.damaged, "damaged PAM header: a line \(key.prefix(20))")
      }
      known.insert(key)
    }
    guard known.count == 4 else { throw CodecError(.damaged, "damaged PAM header: a line misses") }
    guard (1...4).contains(channels) else {
      throw CodecError(.unsupported, "PAM of \(channels) channels, not 1 to 4")
    }
    hasAlpha = channels % 2 == 0
    try check()
  }

  private static func line(_ bytes: inout BufferedBytes) throws(CodecError) -> String? {
    var line: [UInt8] = []
    while let byte = try bytes.next() {
      if byte == 0x0A { return String(decoding: line, as: UTF8.self) }
      line.append(byte == 0x09 || byte == 0x0D ? 0x20 : byte)
      guard line.count <= 1 << 16 else { return nil }
    }
    return nil
  }
}
