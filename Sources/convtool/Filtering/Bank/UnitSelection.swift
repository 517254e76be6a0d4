import ArgumentParser

/// The units of a layer that `--unit` names: all of them, or numbers and ranges.
struct UnitSelection: ExpressibleByArgument {
  /// The text as it was given, for names of files.
  let text: String
  private let ranges: [ClosedRange<Int>]?

  /// Parses `all`, `3`, `0,3,7`, `0-15` or `0-3,8`.
  init?(argument: String) {
    let plain = String(argument.trimming { "[]()".contains($0) }).replacing(", ", with: ",")
      .replacing(" ", with: ",").replacing("..", with: "-").replacing(":", with: "-")
    text = plain
    if argument == "all" {
      ranges = nil
      return
    }
    let parts = plain.split(separator: ",", omittingEmptySubsequences: false)
    let parsed = parts.compactMap(UnitSelection.range)
    guard parsed.count == parts.count else { return nil }
    ranges = parsed
  }

  static let allValueStrings = ["all", "a number from 0", "a list such as 0,3,7 or 0-15"]

  private static func range(_ text: Substring) -> ClosedRange<Int>? {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false)
    let numbers = ends.compactMap { end in
      end.allSatisfy { $0.isASCII && $0.isNumber } ? Int(end) : nil
    }
    guard (1...2).contains(ends.count), numbers.count == ends.count,
      numbers[0] <= numbers[ends.count - 1],
      numbers[ends.count - 1] < 1 << 24
    else { return nil }
    return numbers[0]...numbers[ends.count - 1]
  }

  /// Whether the selection is one number, whose response is a picture and not a sheet.
  var isSingle: Bool {
    guard let ranges else { return false }
    return ranges.count == 1 && !text.contains("-")
  }

  /// The numbers of the units of a layer.
  ///
  /// - Throws: ``Failure`` with 64 when a unit is not there or is named twice.
  func units(of layer: String, count: Int) throws -> [Int] {
    guard let ranges else { return Array(0..<count) }
    var seen: Set<Int> = []
    return try ranges.flatMap { range in
      if range.upperBound >= count {
        let missing = max(count, range.lowerBound)
        throw Failure(.usage, "no unit \(missing) in \(layer): it has 0...\(count - 1)")
      }
      for unit in range where !seen.insert(unit).inserted {
        throw Failure(.usage, "--unit \(text) names unit \(unit) twice")
      }
      return Array(range)
    }
  }
}
