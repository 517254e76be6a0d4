/// The loops that find samples that are not finite, or far larger than the samples around them.
package protocol NumberLoops: Sendable {
  /// Returns the bits of the largest magnitude of a row.
  ///
  /// The bits have the order of magnitudes: infinity is larger than all finite numbers, and NaN is
  /// larger than infinity.
  static func largestMagnitude(_ input: Span<Float>, from base: Int, count: Int) -> UInt32

  /// Returns the number of values of a row that are not finite.
  static func nonfinite(_ input: Span<Float>, from base: Int, count: Int) -> Int

  /// Updates a counter for each column of a row: plus 1 if the magnitude reaches `limit`, minus 1
  /// if it is smaller but not 0.
  static func weighMagnitudes(
    _ input: Span<Float>, from base: Int, limit: Float, into balance: inout MutableSpan<Int32>,
    at start: Int, count: Int)
}
