/// The exact loops of 8-bit samples and small integer kernels.
///
/// Sums are formed in 16 bits: the caller sees to it that Σ|weights| · 255 ≤ 32767. Where that does
/// not hold floats are as exact, up to 2²⁴, and faster than 32-bit integers.
public protocol IntegerLoops: Sendable {
  /// Copies `count` bytes.
  static func copy(
    _ input: Span<UInt8>, from base: Int, into output: inout MutableSpan<UInt8>, at start: Int,
    count: Int)

  /// Correlates one row of bytes.
  ///
  ///     output[at + i] = Σ_t weights[t] · input[base + offsets[t] + i],   0 ≤ i < count
  static func correlate(
    _ input: Span<UInt8>, from base: Int, offsets: Span<Int>, weights: Span<Int16>,
    into output: inout MutableSpan<Int16>, at start: Int, count: Int)

  /// Correlates one row of bytes and clips the answers, or their magnitudes, to 0…255.
  ///
  ///     output[at + i] = clip(Σ_t weights[t] · input[base + offsets[t] + i]),   0 ≤ i < count
  static func correlate(
    _ input: Span<UInt8>, from base: Int, offsets: Span<Int>, weights: Span<Int16>,
    absolute: Bool, into output: inout MutableSpan<UInt8>, at start: Int, count: Int)

  /// `output[i] = max(output[i], input[i])`.
  static func keepLarger(
    _ input: Span<Int16>, from base: Int, into output: inout MutableSpan<Int16>, at start: Int,
    count: Int)

  /// `output[i] = √(x² + y²)` of two rows, the sum of squares being exact below 2²⁴.
  static func magnitude(
    _ x: Span<Int16>, _ y: Span<Int16>, into output: inout MutableSpan<Float>, at start: Int,
    count: Int)

  /// Clips to 0…255, after taking the magnitude where `absolute`.
  static func narrow(
    _ input: Span<Int16>, from base: Int, absolute: Bool, into output: inout MutableSpan<UInt8>,
    at start: Int, count: Int)

  /// How many values ``narrow(_:from:absolute:into:at:count:)`` would clip.
  static func outside(
    _ input: Span<Int16>, from base: Int, absolute: Bool, count: Int
  ) -> Int

  /// The smallest and the largest value of a row.
  ///
  /// - Precondition: `count` is at least 1.
  static func extremes(_ input: Span<Int16>, from base: Int, count: Int) -> SIMD2<Int16>

  /// The smallest and the largest byte of a row.
  ///
  /// - Precondition: `count` is at least 1.
  static func extremes(_ input: Span<UInt8>, from base: Int, count: Int) -> SIMD2<UInt8>

  /// Widens 16-bit integers to floats of the same value.
  static func widen(
    _ input: Span<Int16>, from base: Int, into output: inout MutableSpan<Float>, at start: Int,
    count: Int)

  // MARK: Boxes

  /// Moves sums of columns down by a row: `sums[i] += entering[i] − leaving[i]`.
  static func slideSums(
    _ sums: inout MutableSpan<UInt32>, _ rows: Span<UInt8>, entering: Int, leaving: Int, count: Int)

  /// Adds one row to sums of columns: `sums[i] += row[i]`.
  static func addRow(
    _ sums: inout MutableSpan<UInt32>, _ rows: Span<UInt8>, at base: Int, count: Int)

  /// Sums of `width` neighbours, `step` apart, times `scale`.
  ///
  ///     output[at + i] = scale · Σ_{0 ≤ k < width} columns[i + k · step],   0 ≤ i < count
  ///
  /// The sum is an exact integer, below 2³¹. Sums of 1, 2, 4, … neighbours are built up on the way,
  /// in `work`, which is twice as long as `columns`. Cost: 2 log₂ width additions a value.
  static func boxSums(
    _ columns: Span<UInt32>, work: inout MutableSpan<UInt32>, width: Int, step: Int, scale: Float,
    into output: inout MutableSpan<Float>, at start: Int, count: Int)

  // MARK: Medians

  /// The median of 3×3 or 5×5 bytes by a sorting network, no branch on the data.
  ///
  /// `rows` holds where the 3 or 5 rows of the window begin; columns lie `step` apart.
  static func median(
    _ input: Span<UInt8>, rows: Span<Int>, step: Int, into output: inout MutableSpan<UInt8>,
    at start: Int, count: Int)
}
