/// The loops of Canny's edges.
///
/// Ridges are marked by bits, 64 places to a word, the lowest bit first: `weak` holds all of them,
/// `strong` those above the high threshold. A place whose squared gradient magnitude s exceeds `low`
/// is a ridge when s is larger than that of its neighbour against the gradient and no smaller than
/// that of the one along it, the gradient's direction being quantised to four.
package protocol EdgeLoops: Sendable {
  // MARK: Floats

  /// `output[at + i] = x[base + i]² + y[base + i]²`.
  static func sumOfSquares(
    _ x: Span<Float>, _ y: Span<Float>, from base: Int, into output: inout MutableSpan<Float>,
    at start: Int, count: Int)

  /// The squared magnitude of Sobel's gradient of a row of floats.
  ///
  ///     x = −a₀ + a₂ − 2b₀ + 2b₂ − c₀ + c₂,  y = −a₀ − 2a₁ − a₂ + c₀ + 2c₁ + c₂
  ///     output[at + i] = x² + y²
  ///
  /// `rows` holds where the rows a, b and c begin in `input`; the values of output i are those at
  /// i, i + 1 and i + 2. Sums are formed in the order written, as `correlate` does.
  static func sobelStrength(
    _ input: Span<Float>, rows: Span<Int>, into output: inout MutableSpan<Float>, at start: Int,
    count: Int)

  /// Marks the ridges of a row of squared gradient magnitudes.
  ///
  /// `rows` holds where the row above, the row itself and the row below begin in `strengths`; one
  /// value on either side of each is read. ⌈count / 64⌉ words are written, from `start` on.
  static func ridges(
    _ x: Span<Float>, _ y: Span<Float>, from base: Int, strengths: Span<Float>, rows: Span<Int>,
    low: Float, high: Float, into weak: inout MutableSpan<UInt64>,
    _ strong: inout MutableSpan<UInt64>, at start: Int, count: Int)

  /// The same for Sobel's gradient of a row of floats, whose derivatives are computed again where the
  /// low threshold is exceeded, which is cheaper than to keep them.
  ///
  /// `lines` holds where the rows a, b and c of ``sobelStrength(_:rows:into:at:count:)`` begin in
  /// `input`.
  static func ridges(
    of input: Span<Float>, lines: Span<Int>, strengths: Span<Float>, rows: Span<Int>, low: Float,
    high: Float, into weak: inout MutableSpan<UInt64>, _ strong: inout MutableSpan<UInt64>,
    at start: Int, count: Int)

  // MARK: Bytes

  /// What Sobel's derivatives of bytes are made of, column by column: a + 2b + c at `start`, and
  /// c − a `plane` further on.
  ///
  /// `rows` holds where the row above, the row itself and the row below begin.
  static func sobelColumns(
    _ input: Span<UInt8>, rows: Span<Int>, into columns: inout MutableSpan<Int16>, at start: Int,
    plane: Int, count: Int)

  /// Sobel's derivatives, to the right and downward: x at `start`, y `plane` further on.
  ///
  /// Columns begin a pixel of `step` values before the first output.
  static func sobel(
    _ columns: Span<Int16>, columnPlane: Int, step: Int, into gradient: inout MutableSpan<Int16>,
    at start: Int, plane: Int, count: Int)

  /// Of each pixel's gradients the largest one, of equal ones the first.
  ///
  /// `count` pixels of `channels` values; x and y lie `inputPlane` apart, then `plane`.
  static func strongest(
    _ gradients: Span<Int16>, inputPlane: Int, channels: Int,
    into gradient: inout MutableSpan<Int16>, at start: Int, plane: Int, count: Int)

  /// Writes which groups of 16 places may hold a magnitude above a bound; returns how many do.
  ///
  ///     2 · max(|x|, |y|) + min(|x|, |y|) > bound
  ///
  /// The left side is never smaller than twice the magnitude √(x² + y²), nor than 9/8 of it larger.
  ///
  /// - Precondition: `groups` has room for one more than there are groups.
  static func steepGroups(
    _ gradient: Span<Int16>, from base: Int, plane: Int, bound: Int16,
    into groups: inout MutableSpan<Int>, count: Int
  ) -> Int

  /// Marks the ridges among the first `found` of some groups of 16 places; words of others are left
  /// as they are.
  ///
  /// `rows` holds where the row above, the row itself and the row below begin. Whole groups and one
  /// value on either side are read; they have to be 0 outside the image.
  static func ridges(
    _ gradient: Span<Int16>, rows: Span<Int>, plane: Int, groups: Span<Int>, found: Int,
    low: Int32, high: Int32, into weak: inout MutableSpan<UInt64>,
    _ strong: inout MutableSpan<UInt64>, at start: Int)

  /// 255 where a bit is set, 0 elsewhere.
  static func mask(
    _ words: Span<UInt64>, from base: Int, into output: inout MutableSpan<UInt8>, at start: Int,
    count: Int)
}
