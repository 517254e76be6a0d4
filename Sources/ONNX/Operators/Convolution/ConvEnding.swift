internal import ConvCore
import RowLoops

/// What follows the sums of a convolution: the bias, and a lower and an upper limit.
struct ConvEnding: Hashable, Sendable {
  /// Whether max(·, 0) follows.
  var rectify = false
  /// The largest value that stays.
  var ceiling = Float.infinity

  /// Applies the bias and the limits to a row of sums; NaN stays NaN.
  func finish(
    _ values: inout MutableSpan<Float>, at start: Int, count: Int, bias: Float, _ engine: Engine
  ) {
    engine.loops.addBias(&values, at: start, count: count, bias: bias, rectify: rectify)
    lower(&values, at: start, count: count)
  }

  /// Makes values that are larger than the ceiling the ceiling; NaN stays NaN.
  func lower(_ values: inout MutableSpan<Float>, at start: Int, count: Int) {
    guard ceiling < .infinity else { return }
    for k in start..<start + count {
      let value = values[k]
      values[k] = value > ceiling ? ceiling : value
    }
  }
}
