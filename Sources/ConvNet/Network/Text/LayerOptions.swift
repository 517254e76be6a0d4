import ConvCore

/// The words behind a layer's name, taken one after the other.
struct LayerOptions {
  /// The words that are left.
  private(set) var rest: ArraySlice<String>
  private let label: String

  init(_ words: ArraySlice<String>, label: String) {
    rest = words
    self.label = label
  }

  var first: String? { rest.first }

  mutating func removeFirst() { rest.removeFirst() }

  /// Takes a word if it is the next one.
  mutating func take(_ word: String) -> Bool {
    guard rest.first == word else { return false }
    rest.removeFirst()
    return true
  }

  /// Takes a whole number.
  mutating func whole(
    _ what: String, in range: ClosedRange<Int>
  ) throws(LayerTextError) -> Int {
    guard let word = rest.popFirst() else { throw error("\(what) is missing") }
    guard let value = LayerOptions.digits(word), range.contains(value) else {
      throw error(
        "\(what) '\(word)' is no whole number from \(range.lowerBound) to "
          + "\(range.upperBound)")
    }
    return value
  }

  /// Takes a size: N, or HxW.
  mutating func size(
    _ what: String, in range: ClosedRange<Int>
  ) throws(LayerTextError) -> Size2D {
    guard let word = rest.popFirst() else { throw error("\(what) is missing") }
    let sides = word.split(
      omittingEmptySubsequences: false, whereSeparator: { $0 == "x" || $0 == "×" }
    ).map { LayerOptions.digits($0) ?? -1 }
    guard (1...2).contains(sides.count), sides.allSatisfy({ range.contains($0) }) else {
      throw error(
        "\(what) '\(word)' is neither N nor HxW, from \(range.lowerBound) to "
          + "\(range.upperBound)")
    }
    return Size2D(height: sides[0], width: sides[sides.count - 1])
  }

  /// Returns the number that some digits write.
  private static func digits(_ word: some StringProtocol) -> Int? {
    word.allSatisfy { $0.isASCII && $0.isNumber } ? Int(word) : nil
  }

  private func error(_ reason: String) -> LayerTextError { LayerTextError("\(label): \(reason)") }
}
