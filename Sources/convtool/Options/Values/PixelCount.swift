import ArgumentParser

/// A number of pixels, 1 to 2³⁶: the value of `--max-pixels`.
struct PixelCount: ExpressibleByArgument {
  private static let range = 1...1 << 36

  let value: Int

  init(_ value: Int) { self.value = value }

  init?(argument: String) {
    guard let value = Int(argument), PixelCount.range.contains(value) else { return nil }
    self.value = value
  }

  var defaultValueDescription: String { "\(value)" }

  static let allValueStrings = ["\(range.lowerBound)...\(range.upperBound)"]
}
