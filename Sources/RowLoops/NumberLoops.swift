/// The loops that find samples which are not finite, or far larger than those around them.
package protocol NumberLoops: Sendable {
  /// The bits of the largest magnitude of a row, in the order of magnitudes: those of infinity lie
  /// above all finite numbers, those of NaN above infinity.
  static func largestMagnitude(_ input: Span<Float>, from base: Int, count: Int) -> UInt32

  /// How many values of a row are not finite.
  static func nonfinite(_ input: Span<Float>, from base: Int, count: Int) -> Int

  /// Weighs each column of a row: 1 more where the magnitude reaches `limit`, 1 less where it does
  /// not and is not 0.
  static func weighMagnitudes(
    _ input: Span<Float>, from base: Int, limit: Float, into balance: inout MutableSpan<Int32>,
    at start: Int, count: Int)
}
