import Foundation

/// The ticks of an axis at round numbers: multiples of 1, 2 or 5 times a power of ten.
package struct AxisTicks: Hashable, Sendable {
  /// The distance between neighboring ticks.
  package let step: Double
  /// The multiples of ``step`` in the range, ascending.
  package let values: [Double]

  /// Creates ticks with the smallest round step that gives at most `parts` parts.
  ///
  /// - Parameters:
  ///   - range: Finite bounds of the axis.
  ///   - parts: The largest number of parts, at least 1.
  ///   - isWhole: Whether ticks must be whole numbers, as for epochs.
  package init(_ range: ClosedRange<Double>, parts: Int, isWhole: Bool = false) {
    let span = range.upperBound - range.lowerBound
    var step = AxisTicks.roundStep(atLeast: span / Double(max(1, parts)))
    if isWhole { step = max(1, step) }
    self.init(range, step: step)
  }

  /// Creates ticks at the multiples of a step in a range.
  init(_ range: ClosedRange<Double>, step: Double) {
    self.step = step
    // A tolerance of a thousandth of a step allows for rounded bounds such as 0.1 + 0.2.
    let first = (range.lowerBound / step - 1e-3).rounded(.up)
    let last = (range.upperBound / step + 1e-3).rounded(.down)
    values = first <= last ? (0...Int(last - first)).map { (first + Double($0)) * step } : []
  }

  /// Returns the smallest of 1, 2, 5 · 10ᵏ that is not below `size`; 1 for zero.
  package static func roundStep(atLeast size: Double) -> Double {
    guard size > 0, size.isFinite else { return 1 }
    let power = pow(10, log10(size).rounded(.down))
    for factor in [1.0, 2, 5] where factor * power >= size * (1 - 1e-9) { return factor * power }
    return 10 * power
  }

  /// The values as text, all with the number of decimals that the step needs.
  package var labels: [String] {
    let decimals = max(0, Int(-(log10(step) + 1e-9).rounded(.down)))
    return values.map { value in
      decimals > 5 || abs(value) >= 1e6
        ? NumberText.short(Float(value)) : NumberText.fixed(value, decimals: decimals)
    }
  }
}
