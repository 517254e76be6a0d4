import Foundation

/// Round numbers along an axis: multiples of 1, 2 or 5 times a power of ten.
public struct AxisTicks: Hashable, Sendable {
  /// The distance of neighbours.
  public let step: Double
  /// The multiples of ``step`` in the range, ascending.
  public let values: [Double]

  /// Chooses the smallest round step that divides the range into at most so many parts.
  ///
  /// - Parameters:
  ///   - range: Finite bounds.
  ///   - parts: How many at most; at least one.
  ///   - isWhole: Whether only whole numbers make sense, as for epochs.
  public init(_ range: ClosedRange<Double>, parts: Int, isWhole: Bool = false) {
    let span = range.upperBound - range.lowerBound
    var step = AxisTicks.roundStep(atLeast: span / Double(max(1, parts)))
    if isWhole { step = max(1, step) }
    self.init(range, step: step)
  }

  /// The multiples of a step in a range.
  init(_ range: ClosedRange<Double>, step: Double) {
    self.step = step
    // A thousandth of a step forgives the rounding of bounds such as 0.1 + 0.2.
    let first = (range.lowerBound / step - 1e-3).rounded(.up)
    let last = (range.upperBound / step + 1e-3).rounded(.down)
    values = first <= last ? (0...Int(last - first)).map { (first + Double($0)) * step } : []
  }

  /// The smallest of 1, 2, 5 · 10ᵏ that is not below a number; 1 for zero.
  static func roundStep(atLeast size: Double) -> Double {
    guard size > 0, size.isFinite else { return 1 }
    let power = pow(10, log10(size).rounded(.down))
    for factor in [1.0, 2, 5] where factor * power >= size * (1 - 1e-9) { return factor * power }
    return 10 * power
  }

  /// The numbers as text, all with as many decimals as the step needs.
  public var labels: [String] {
    let decimals = max(0, Int(-(log10(step) + 1e-9).rounded(.down)))
    return values.map { value in
      decimals > 5 || abs(value) >= 1e6
        ? NumberText.short(Float(value)) : NumberText.fixed(value, decimals: decimals)
    }
  }
}
