internal import RowLoops

/// A sample type with sorting networks.
///
/// The loops check the bounds.
protocol MedianSample: OrderedSample {
  /// Computes two rows of 3×3 medians.
  static func medianPair(
    _ input: [Self], rows: [Int], step: Int, into output: inout [Self], at start: Int,
    outputStride: Int, count: Int, engine: Engine)

  /// Computes a row of 3×3 or 5×5 medians.
  static func median(
    _ input: [Self], rows: [Int], step: Int, work: inout [Self], into output: inout [Self],
    at start: Int, count: Int, engine: Engine)
}
