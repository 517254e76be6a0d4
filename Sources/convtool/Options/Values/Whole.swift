import ArgumentParser

/// A whole number of a closed range, as the value of an option.
///
/// The help and the message about another value show the range. The compiler (6.3) fails where a bound
/// is beyond ±2³¹.
struct Whole<let least: Int, let most: Int>: ExpressibleByArgument, ExpressibleByIntegerLiteral {
  let value: Int

  init?(argument: String) {
    guard let value = Int(argument), (least...most).contains(value) else { return nil }
    self.value = value
  }

  init(integerLiteral value: Int) { self.value = value }

  var defaultValueDescription: String { "\(value)" }

  static var allValueStrings: [String] {
    [most == Int(Int32.max) ? "a whole number from \(least)" : "\(least)...\(most)"]
  }
}

/// A whole number from 1.
typealias PositiveCount = Whole<1, 2_147_483_647>
