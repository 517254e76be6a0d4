import ArgumentParser
import ConvCore

/// Two numbers, the smaller one first: the value of `--range`.
struct NumberRange: ExpressibleByArgument {
  let range: ClosedRange<Float>

  init?(argument: String) {
    let plain = argument.replacing("..", with: ":").trimming { " ()[]".contains($0) }
    let ends = plain.split(omittingEmptySubsequences: false) { ":, ".contains($0) }
      .map { DecimalNumber.double($0).map { Float($0) } }
    guard ends.count == 2, let low = ends[0], let high = ends[1], low < high,
      (high - low).isFinite
    else { return nil }
    range = low...high
  }

  static let allValueStrings = ["A:B with A < B"]
}
