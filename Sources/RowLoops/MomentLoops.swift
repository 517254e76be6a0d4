/// The loops of local means and variances, in double precision.
package protocol MomentLoops: Sendable {
  /// Adds a row to sums and sums of squares of columns.
  ///
  ///     d = input[base + i] − pivots[origin + i]
  ///     sums[at + i] += sign · d        squares[at + i] += sign · d²
  ///
  /// Integers of 16 bits give exact sums for up to 2²¹ rows.
  static func addMoments(
    _ input: Span<Float>, from base: Int, pivots: Span<Double>, from origin: Int, sign: Double,
    sums: inout MutableSpan<Double>, squares: inout MutableSpan<Double>, at start: Int, count: Int)

  /// Sums `width` neighbors: `output[at + i] = Σ_k columns[base + i + k · step]`, 0 ≤ k < width.
  ///
  /// Runs of 1, 2, 4, … neighbors are summed in `work`, which holds ``momentWork`` values and four
  /// times `width` · `step` values. The order of the sum is the same for every i.
  static func sumRun(
    _ columns: Span<Double>, from base: Int, width: Int, step: Int,
    work: inout MutableSpan<Double>, into output: inout MutableSpan<Double>, at start: Int,
    count: Int)
}

extension MomentLoops {
  /// Number of values of `work` besides those of the run.
  package static var momentWork: Int { 2048 }
}
