import ConvCore

/// A number that a filter of the catalogue takes, with its unit and its range.
public struct FilterParameter: Hashable, Sendable {
  /// What a value measures.
  public enum Unit: String, Hashable, Sendable {
    /// Distances in the picture.
    case pixels
    /// Angles, anticlockwise from the x axis.
    case degrees
    /// Differences of samples, in the unit of the input: 255 levels for 8 bits.
    case levels
    /// Numbers without a unit.
    case factor
    /// Shares, written with a sign: `50%`.
    case percent
  }

  /// The name, such as `S`.
  public let name: String
  /// What a value measures.
  public let unit: Unit
  /// The values that are allowed.
  public let range: ClosedRange<Double>
  /// Whether 0, the lower end of the range, is not allowed.
  public let excludesZero: Bool
  /// Whether values are whole numbers.
  public let isWhole: Bool
  /// Whether values are odd numbers.
  public let isOdd: Bool
  /// Whether the value may be left out.
  public let isOptional: Bool
  /// The words that are allowed; their values are NaN, or their numbers if ``takesWordsOnly``.
  public let words: [String]
  /// Whether no number is allowed.
  public let takesWordsOnly: Bool

  private init(
    _ name: String, _ unit: Unit, _ range: ClosedRange<Double>, excludesZero: Bool = false,
    isWhole: Bool = false, isOdd: Bool = false, isOptional: Bool = false, words: [String] = [],
    takesWordsOnly: Bool = false
  ) {
    self.words = words
    self.takesWordsOnly = takesWordsOnly
    self.name = name
    self.unit = unit
    self.range = range
    self.excludesZero = excludesZero
    self.isWhole = isWhole
    self.isOdd = isOdd
    self.isOptional = isOptional
  }

  /// A standard deviation in pixels, above 0.
  static func sigma(
    _ name: String = "S", atMost limit: Double = 250, isOptional: Bool = false
  ) -> FilterParameter {
    FilterParameter(name, .pixels, 0...limit, excludesZero: true, isOptional: isOptional)
  }

  /// A length, above 0.
  static func length(
    _ name: String, atMost limit: Double, unit: Unit = .pixels
  ) -> FilterParameter {
    FilterParameter(name, unit, 0...limit, excludesZero: true)
  }

  /// The side of a square window.
  static func side(_ name: String = "N", atMost limit: Double = 1001) -> FilterParameter {
    FilterParameter(name, .pixels, 1...limit, isWhole: true)
  }

  /// A difference of levels, of any sign.
  static func offset(_ name: String) -> FilterParameter {
    let limit = Double.greatestFiniteMagnitude
    return FilterParameter(name, .levels, -limit...limit)
  }

  /// The side of a square window that has a center.
  static func oddSide(_ name: String = "N", atMost limit: Double) -> FilterParameter {
    FilterParameter(name, .pixels, 1...limit, isWhole: true, isOdd: true)
  }

  /// An angle of at most 100 turns.
  static let angle = FilterParameter("ANGLE", .degrees, -36_000...36_000)

  /// A threshold of a magnitude, 0 or more.
  static func threshold(_ name: String) -> FilterParameter {
    FilterParameter(name, .levels, 0...Double.greatestFiniteMagnitude)
  }

  /// Any number.
  static func factor(_ name: String) -> FilterParameter {
    let limit = Double.greatestFiniteMagnitude
    return FilterParameter(name, .factor, -limit...limit)
  }

  /// A share of the values in a window.
  static func percentile(_ name: String) -> FilterParameter {
    FilterParameter(name, .percent, 0...100)
  }

  /// A level, or a word for how it is found.
  static func level(_ name: String, or word: String) -> FilterParameter {
    let limit = Double.greatestFiniteMagnitude
    return FilterParameter("\(name)|\(word)", .levels, -limit...limit, words: [word])
  }

  /// One of some words, of which the first is meant if none is given.
  static func choice(_ name: String, of words: [String]) -> FilterParameter {
    FilterParameter(
      name, .factor, 0...Double(words.count - 1), isWhole: true, isOptional: true, words: words,
      takesWordsOnly: true)
  }

  /// Reads a value; `nil` for a text that is none.
  public func value(of text: some StringProtocol) -> Double? {
    if let index = words.firstIndex(where: { $0 == text }) {
      return takesWordsOnly ? Double(index) : .nan
    }
    if takesWordsOnly { return nil }
    guard unit == .percent else { return DecimalNumber.double(text) }
    return text.hasSuffix("%") ? DecimalNumber.double(text.dropLast()) : nil
  }

  /// The text of a value, as in names of files.
  public func text(of value: Double) -> String {
    if takesWordsOnly { return words[Int(value)] }
    if value.isNaN, let word = words.first { return word }
    return value.whole
  }

  /// Checks a value.
  ///
  /// - Throws: ``FilterError`` that names the filter, the value and what is allowed.
  func check(_ value: Double, for filter: String) throws(FilterError) {
    if value.isNaN && !words.isEmpty { return }
    if isOdd, value == value.rounded(), !range.contains(value) || Int(value) % 2 == 0 {
      throw FilterError(
        "\(filter) takes an odd number up to \(Int(range.upperBound)), not \(value.whole)")
    }
    guard range.contains(value), !(excludesZero && value == 0), !isWhole || value == value.rounded()
    else { throw FilterError("\(filter): \(name) is \(value), not \(allowed)") }
  }

  /// The values that are allowed, in words.
  public var allowed: String {
    if takesWordsOnly { return words.joined(separator: ", ") }
    if unit == .percent { return "from 0% to 100%, with the sign" }
    let limits = "\(range.lowerBound.whole) to \(range.upperBound.whole)"
    if isWhole { return "\(isOdd ? "an odd" : "a whole") number from \(limits)" }
    if range.upperBound == .greatestFiniteMagnitude {
      let number = range.lowerBound == 0 ? "a number from 0 up" : "a number"
      return ([number] + words).joined(separator: " or ")
    }
    let unit = unit == .factor ? "" : " \(unit.rawValue)"
    return excludesZero
      ? "above 0 and at most \(range.upperBound.whole)\(unit)" : "from \(limits)\(unit)"
  }
}

extension Double {
  /// The number without the point of a whole number.
  fileprivate var whole: String {
    self == rounded() && magnitude < 1e15 ? "\(Int(self))" : "\(self)"
  }
}
