internal import RowLoops

/// A sample type with sorting networks.
///
/// The loops check the bounds.
protocol MedianSample: OrderedSample {
  /// Computes rows of 3×3 medians, two at a time.
  static func medianPairs(
    _ input: [Self], rows: [Int], step: Int, stack: RowStack, into output: inout [Self],
    at start: Int, count: Int, engine: Engine)

  /// Computes a row of 3×3 or 5×5 medians.
  static func median(
    _ input: [Self], rows: [Int], step: Int, work: inout [Self], into output: inout [Self],
    at start: Int, count: Int, engine: Engine)
}
