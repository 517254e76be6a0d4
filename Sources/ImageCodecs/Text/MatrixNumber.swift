import ConvCore

/// One number of a text as a float, the nearest one.
struct MatrixNumber {
  let value: Float
  /// The number in the text, when it is a whole number that float32 does not hold.
  let misfit: String?

  /// Reads a number without exponent: at most 15 digits and a point.
  ///
  /// The digits and the power of ten are exact in doubles, so their quotient is rounded once. It
  /// rounds to the float nearest to the number, unless it lies in the middle of two floats.
  ///
  /// `nil` for other words, which may be numbers nevertheless.
  init?(digits word: ArraySlice<UInt8>) {
    var (number, decimals, count, hasPoint) = (0, 0, 0, false)
    let sign: Double = word.first == UInt8(ascii: "-") ? -1 : 1
    for byte in sign < 0 ? word.dropFirst() : word {
      switch byte {
      case 0x30...0x39:
        number = number * 10 + Int(byte - 0x30)
        count += 1
        if hasPoint { decimals += 1 }
      case UInt8(ascii: ".") where !hasPoint: hasPoint = true
      default: return nil
      }
      guard count <= 15 else { return nil }
    }
    guard count > 0 else { return nil }
    let quotient = sign * Double(number) / MatrixNumber.powersOfTen[decimals]
    let isMiddle = quotient.bitPattern & 0x1FFF_FFFF == 0x1000_0000
    // A whole number that float32 does not hold is to be named.
    guard !isMiddle, decimals > 0 || number <= 1 << 24 else { return nil }
    value = Float(quotient)
    misfit = nil
  }

  /// Reads a decimal number, or a fraction of two decimal numbers.
  ///
  /// `nil` for other texts, for division by zero and beyond the range of float32.
  init?(text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    if parts.count == 2 {
      guard let above = DecimalNumber.double(parts[0]), let below = DecimalNumber.double(parts[1]),
        below != 0, Float(above / below).isFinite
      else { return nil }
      value = Float(above / below)
      misfit = nil
      return
    }
    guard let value = DecimalNumber.float(text) else { return nil }
    self.value = value
    let isWhole = text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x2B }
    misfit = isWhole && DecimalNumber.double(text) != Double(value) ? text : nil
  }

  private static let powersOfTen: [Double] = [
    1, 10, 100, 1000, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
  ]
}
