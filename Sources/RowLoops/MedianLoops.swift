/// The loops of medians: 3×3 and 5×5 by sorting networks, any rank of 16-bit keys bit by bit, both
/// without data-dependent branches.
///
/// Floats must not be NaN.
package protocol MedianLoops: Sendable {
  /// Computes the medians of 3×3 or 5×5 values, two neighboring rows at a time.
  ///
  /// `rows` holds the offsets of the 4 or 6 rows of the first two windows; columns lie `step` values
  /// apart. The stack has an even number of rows. With more than two rows of 5×5 medians, the rows of
  /// the input lie `inputStride` values apart.
  static func medianPairs(
    _ input: Span<UInt8>, rows: Span<Int>, step: Int, stack: RowStack,
    into output: inout MutableSpan<UInt8>, at start: Int, count: Int)

  /// Computes the median of 3×3 or 5×5 values.
  ///
  /// `rows` holds the offsets of the 3 or 5 rows of the window; columns lie `step` values apart, at
  /// most 128. Columns of 5 are sorted once for all windows that share them, in `work`: 5440 values.
  static func median(
    _ input: Span<UInt8>, rows: Span<Int>, step: Int, work: inout MutableSpan<UInt8>,
    into output: inout MutableSpan<UInt8>, at start: Int, count: Int)

  /// Computes the medians of 3×3 or 5×5 values, two neighboring rows at a time.
  ///
  /// `rows` holds the offsets of the 4 or 6 rows of the first two windows; columns lie `step` values
  /// apart. The stack has an even number of rows. With more than two rows of 5×5 medians, the rows of
  /// the input lie `inputStride` values apart.
  static func medianPairs(
    _ input: Span<UInt16>, rows: Span<Int>, step: Int, stack: RowStack,
    into output: inout MutableSpan<UInt16>, at start: Int, count: Int)

  /// Computes the median of 3×3 or 5×5 values.
  ///
  /// `rows` holds the offsets of the 3 or 5 rows of the window; columns lie `step` values apart, at
  /// most 128. Columns of 5 are sorted once for all windows that share them, in `work`: 5440 values.
  static func median(
    _ input: Span<UInt16>, rows: Span<Int>, step: Int, work: inout MutableSpan<UInt16>,
    into output: inout MutableSpan<UInt16>, at start: Int, count: Int)

  /// Computes the medians of 3×3 or 5×5 values, two neighboring rows at a time.
  ///
  /// `rows` holds the offsets of the 4 or 6 rows of the first two windows; columns lie `step` values
  /// apart. The stack has an even number of rows. With more than two rows of 5×5 medians, the rows of
  /// the input lie `inputStride` values apart.
  static func medianPairs(
    _ input: Span<Float>, rows: Span<Int>, step: Int, stack: RowStack,
    into output: inout MutableSpan<Float>, at start: Int, count: Int)

  /// Computes the median of 3×3 or 5×5 values.
  ///
  /// `rows` holds the offsets of the 3 or 5 rows of the window; columns lie `step` values apart, at
  /// most 128. Columns of 5 are sorted once for all windows that share them, in `work`: 5440 values.
  static func median(
    _ input: Span<Float>, rows: Span<Int>, step: Int, work: inout MutableSpan<Float>,
    into output: inout MutableSpan<Float>, at start: Int, count: Int)

  /// Selects the key of one rank from each window, bit by bit.
  ///
  ///     output[at + i] = the key of rank `rank` among input[rows[r] + c · step + i]
  ///
  /// for 0 ≤ c < `columns`; rank 0 is the smallest key. A window has at most 32767 keys.
  static func keys(
    ofRank rank: Int, _ input: Span<Int16>, rows: Span<Int>, columns: Int, step: Int,
    into output: inout MutableSpan<Int16>, at start: Int, count: Int)
}
