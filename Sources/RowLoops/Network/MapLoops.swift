/// Loops over whole maps of a network.
package protocol MapLoops: Sendable {
  /// Combines two rows of values.
  ///
  ///     output[at + i] = a[first + i] ∘ b[second + i],   0 ≤ i < count
  static func combine(
    _ combination: RowCombination, _ a: Span<Float>, from first: Int, _ b: Span<Float>,
    from second: Int, into output: inout MutableSpan<Float>, at start: Int, count: Int)

  /// Copies every `stride`-th value.
  ///
  ///     output[at + i] = input[base + i·stride],   0 ≤ i < count
  static func subsample(
    _ input: Span<Float>, from base: Int, stride: Int, into output: inout MutableSpan<Float>,
    at start: Int, count: Int)

  /// Sums values in double precision, eight partial sums at a time in a fixed order.
  static func sum(_ input: Span<Float>, from base: Int, count: Int) -> Double
}
