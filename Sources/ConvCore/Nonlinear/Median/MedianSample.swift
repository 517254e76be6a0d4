internal import RowLoops

/// A sample type with sorting networks.
///
/// The loops check the bounds.
protocol MedianSample: OrderedSample {
  /// Whether equal values have the same bits.
  ///
  /// Which of 0 and −0 is the median of floats depends on the order of comparisons. Medians of 5×5
  /// floats are computed row by row, so that all rows have the same order.
  static var hasOneZero: Bool { get }

  /// Computes rows of 3×3 or 5×5 medians, two at a time.
  static func medianPairs(
    _ input: [Self], rows: [Int], step: Int, stack: RowStack, into output: inout [Self],
    at start: Int, count: Int, engine: Engine)

  /// Computes a row of 3×3 or 5×5 medians.
  static func median(
    _ input: [Self], rows: [Int], step: Int, work: inout [Self], into output: inout [Self],
    at start: Int, count: Int, engine: Engine)
}
