/// The loops of Canny's edges.
///
/// Ridges are marked by bits, 64 positions to a word, the lowest bit first: `weak` holds all
/// ridges, `strong` holds the ridges above the high threshold. A position whose squared gradient
/// magnitude s exceeds `low` is compared with its two neighbors along the gradient, whose direction
/// is quantized to four. The position is a ridge if s is larger than the value of the left or upper
/// neighbor, and no smaller than the value of the right or lower neighbor.
package protocol EdgeLoops: Sendable {
  // MARK: Floats

  /// Adds the squares of two rows: `output[at + i] = x[base + i]² + y[base + i]²`.
  static func sumOfSquares(
    _ x: Span<Float>, _ y: Span<Float>, from base: Int, into output: inout MutableSpan<Float>,
    at start: Int, count: Int)

  /// Computes the squared magnitude of the Sobel gradient of a row of floats.
  ///
  ///     x = −a₀ + a₂ − 2b₀ + 2b₂ − c₀ + c₂,  y = −a₀ − 2a₁ − a₂ + c₀ + 2c₁ + c₂
  ///     output[at + i] = x² + y²
  ///
  /// `rows` holds the offsets of the rows a, b and c in `input`; output i uses the values at i, i +
  /// 1 and i + 2. Sums are formed in the order written, as in `correlate`.
  static func sobelStrength(
    _ input: Span<Float>, rows: Span<Int>, into output: inout MutableSpan<Float>, at start: Int,
    count: Int)

  /// Marks the ridges of a row of squared gradient magnitudes.
  ///
  /// `rows` holds the offsets of the row above, the row itself and the row below in `strengths`.
  /// One value on either side of each row is read. ⌈count / 64⌉ words are written, from `start` on.
  static func ridges(
    _ x: Span<Float>, _ y: Span<Float>, from base: Int, strengths: Span<Float>, rows: Span<Int>,
    low: Float, high: Float, into weak: inout MutableSpan<UInt64>,
    _ strong: inout MutableSpan<UInt64>, at start: Int, count: Int)

  /// Marks the ridges of the Sobel gradient of a row of floats.
  ///
  /// The derivatives are computed again where the low threshold is exceeded, which is cheaper than
  /// storing them. `lines` holds the offsets of the rows a, b and c of
  /// ``sobelStrength(_:rows:into:at:count:)`` in `input`.
  static func ridges(
    of input: Span<Float>, lines: Span<Int>, strengths: Span<Float>, rows: Span<Int>, low: Float,
    high: Float, into weak: inout MutableSpan<UInt64>, _ strong: inout MutableSpan<UInt64>,
    at start: Int, count: Int)

  // MARK: Bytes

  /// Computes the column parts of the Sobel derivatives of bytes: a + 2b + c at `start`, and c − a
  /// `plane` values later.
  ///
  /// `rows` holds the offsets of the row above, the row itself and the row below.
  static func sobelColumns(
    _ input: Span<UInt8>, rows: Span<Int>, into columns: inout MutableSpan<Int16>, at start: Int,
    plane: Int, count: Int)

  /// Computes the Sobel derivatives to the right and downward: x at `start`, y `plane` values
  /// later.
  ///
  /// The columns begin one pixel of `step` values before the first output.
  static func sobel(
    _ columns: Span<Int16>, columnPlane: Int, step: Int, into gradient: inout MutableSpan<Int16>,
    at start: Int, plane: Int, count: Int)

  /// Selects the largest gradient of each pixel's channels; of equal ones the first.
  ///
  /// The input has `count` pixels of `channels` values; x and y lie `inputPlane` values apart in
  /// the input and `plane` values apart in the output.
  static func strongest(
    _ gradients: Span<Int16>, inputPlane: Int, channels: Int,
    into gradient: inout MutableSpan<Int16>, at start: Int, plane: Int, count: Int)

  /// Writes the indices of the groups of 16 positions that may hold a magnitude above a bound.
  ///
  ///     2 · max(|x|, |y|) + min(|x|, |y|) > bound
  ///
  /// The left side is between 2 and 2 · 9/8 times the magnitude √(x² + y²).
  ///
  /// - Returns: The number of groups found.
  /// - Precondition: `groups` has space for one index more than there are groups.
  static func steepGroups(
    _ gradient: Span<Int16>, from base: Int, plane: Int, bound: Int16,
    into groups: inout MutableSpan<Int>, count: Int
  ) -> Int

  /// Marks the ridges in the first `found` of the given groups of 16 positions.
  ///
  /// The words of other groups remain unchanged. `rows` holds the offsets of the row above, the row
  /// itself and the row below. Whole groups and one value on either side are read; values outside
  /// the image have to be 0.
  static func ridges(
    _ gradient: Span<Int16>, rows: Span<Int>, plane: Int, groups: Span<Int>, found: Int,
    low: Int32, high: Int32, into weak: inout MutableSpan<UInt64>,
    _ strong: inout MutableSpan<UInt64>, at start: Int)

  /// Writes 255 for each bit that is set, and 0 for other bits.
  static func mask(
    _ words: Span<UInt64>, from base: Int, into output: inout MutableSpan<UInt8>, at start: Int,
    count: Int)
}
