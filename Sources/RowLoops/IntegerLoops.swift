/// The exact loops for 8-bit samples and small integer kernels.
///
/// Sums are formed in 16 bits: the caller ensures that Σ|weights| · 255 ≤ 32767. For larger sums,
/// floats are also exact, up to 2²⁴, and faster than 32-bit integers.
package protocol IntegerLoops: Sendable {
  /// Copies `count` bytes.
  static func copy(
    _ input: Span<UInt8>, from base: Int, into output: inout MutableSpan<UInt8>, at start: Int,
    count: Int)

  /// Correlates rows of bytes.
  ///
  ///     output[at + r · outputStride + i] = Σ_t weights[t] · input[base + r · inputStride + offsets[t] + i]
  ///
  /// for `0 ≤ r < stack.rows`, `0 ≤ i < count`.
  static func correlate(
    _ input: Span<UInt8>, from base: Int, offsets: Span<Int>, weights: Span<Int16>,
    stack: RowStack, into output: inout MutableSpan<Int16>, at start: Int, count: Int)

  /// Correlates rows of bytes and clips the sums, or their magnitudes, to 0…255.
  ///
  ///     output[at + r · outputStride + i] = clip(Σ_t weights[t] · input[base + r · inputStride + offsets[t] + i])
  ///
  /// for `0 ≤ r < stack.rows`, `0 ≤ i < count`.
  static func correlate(
    _ input: Span<UInt8>, from base: Int, offsets: Span<Int>, weights: Span<Int16>,
    absolute: Bool, stack: RowStack, into output: inout MutableSpan<UInt8>, at start: Int,
    count: Int)

  /// Keeps the maximum of two rows: `output[i] = max(output[i], input[i])`.
  static func keepLarger(
    _ input: Span<Int16>, from base: Int, into output: inout MutableSpan<Int16>, at start: Int,
    count: Int)

  /// Computes `output[i] = √(x² + y²)` of two rows; the sum of squares is exact below 2²⁴.
  static func magnitude(
    _ x: Span<Int16>, _ y: Span<Int16>, into output: inout MutableSpan<Float>, at start: Int,
    count: Int)

  /// Clips to 0…255, after taking the magnitude if `absolute`.
  static func narrow(
    _ input: Span<Int16>, from base: Int, absolute: Bool, into output: inout MutableSpan<UInt8>,
    at start: Int, count: Int)

  /// Returns the number of values that ``narrow(_:from:absolute:into:at:count:)`` would clip.
  static func outside(
    _ input: Span<Int16>, from base: Int, absolute: Bool, count: Int
  ) -> Int

  /// Returns the smallest and the largest value of a row.
  ///
  /// - Precondition: `count` is at least 1.
  static func extremes(_ input: Span<Int16>, from base: Int, count: Int) -> SIMD2<Int16>

  /// Returns the smallest and the largest byte of a row.
  ///
  /// - Precondition: `count` is at least 1.
  static func extremes(_ input: Span<UInt8>, from base: Int, count: Int) -> SIMD2<UInt8>

  /// Widens 16-bit integers to floats of the same value.
  static func widen(
    _ input: Span<Int16>, from base: Int, into output: inout MutableSpan<Float>, at start: Int,
    count: Int)

  // MARK: Boxes

  /// Moves column sums down by a row: `sums[at + i] += entering[i] − leaving[i]`.
  static func slideSums(
    _ sums: inout MutableSpan<UInt32>, at start: Int, entering: Span<UInt8>, from new: Int,
    leaving: Span<UInt8>, from old: Int, count: Int)

  /// Adds one row to column sums: `sums[at + i] += row[base + i]`.
  static func addRow(
    _ sums: inout MutableSpan<UInt32>, at start: Int, _ row: Span<UInt8>, from base: Int,
    count: Int)

  /// Sums `width` neighbors, `step` values apart, and multiplies by `scale`.
  ///
  ///     output[at + i] = scale · Σ_{0 ≤ k < width} columns[i + k · step],   0 ≤ i < count
  ///
  /// The sum is an exact integer, below 2³¹. Runs of few neighbors are summed, then runs of runs, in
  /// `work`: ``BoxWork/count(width:step:)`` values.
  static func boxSums(
    _ columns: Span<UInt32>, work: inout MutableSpan<UInt32>, width: Int, step: Int, scale: Float,
    into output: inout MutableSpan<Float>, at start: Int, count: Int)

  /// Sums `width` neighbors, `step` values apart, times `scale`, rounded to bytes, ties to even.
  ///
  /// The scale is not negative. The result equals the rounded result of
  /// ``boxSums(_:work:width:step:scale:into:at:count:)``.
  static func boxBytes(
    _ columns: Span<UInt32>, work: inout MutableSpan<UInt32>, width: Int, step: Int, scale: Float,
    into output: inout MutableSpan<UInt8>, at start: Int, count: Int)

  /// Moves column sums of 16-bit samples down by a row.
  static func slideSums(
    _ sums: inout MutableSpan<UInt32>, at start: Int, entering: Span<UInt16>, from new: Int,
    leaving: Span<UInt16>, from old: Int, count: Int)

  /// Adds one row of 16-bit samples to column sums.
  static func addRow(
    _ sums: inout MutableSpan<UInt32>, at start: Int, _ row: Span<UInt16>, from base: Int,
    count: Int)

  /// Moves 16-bit column sums down by a row.
  static func slideSums(
    _ sums: inout MutableSpan<UInt16>, at start: Int, entering: Span<UInt8>, from new: Int,
    leaving: Span<UInt8>, from old: Int, count: Int)

  /// Adds one row to 16-bit column sums.
  static func addRow(
    _ sums: inout MutableSpan<UInt16>, at start: Int, _ row: Span<UInt8>, from base: Int,
    count: Int)

  /// Sums `width` neighbors, `step` values apart, times `scale`, rounded to bytes, ties to even.
  ///
  ///     output[at + i] = round(scale · Σ_{0 ≤ k < width} columns[i + k · step]),   0 ≤ i < count
  ///
  /// The result equals the rounded result of ``boxSums(_:work:width:step:scale:into:at:count:)``,
  /// for sums that fit 16 bits and a scale that is not negative.
  static func boxBytes(
    _ columns: Span<UInt16>, work: inout MutableSpan<UInt16>, width: Int, step: Int, scale: Float,
    into output: inout MutableSpan<UInt8>, at start: Int, count: Int)

  // MARK: Histograms

  /// Adds a row to column histograms: column j gains the byte at `sources[first + j]`, or `outside`
  /// if that index is −1.
  ///
  /// A histogram is 17 times 16 cumulative counts: first of the values up to 15, 31, …, 255; then,
  /// for each span of 16 values, of the values up to the first, second, … value of the span.
  static func countRow(
    _ histograms: inout MutableSpan<UInt16>, _ row: Span<UInt8>, from base: Int,
    sources: Span<Int>, from first: Int, outside: UInt8, count: Int)

  /// Moves column histograms down: adds the entering row and subtracts the leaving row.
  static func slideRow(
    _ histograms: inout MutableSpan<UInt16>, entering: Span<UInt8>, from new: Int,
    leaving: Span<UInt8>, from old: Int, sources: Span<Int>, from first: Int, outside: UInt8,
    count: Int)

  /// Computes the value of one rank of `side` neighboring columns, `step` apart, from their
  /// histograms.
  ///
  ///     output[at + i] = value of that rank in columns i, i + step, …, i + (side − 1) · step,   0 ≤ i < count
  ///
  /// The sum of counts is updated with entering and leaving columns as the window moves; counts
  /// within a span of 16 values are updated only if the value lies in the span (Perreault and
  /// Hébert, 2007). Ranks count from 0; side² / 2 is the median of an odd side.
  ///
  /// - Precondition: Columns hold `side` values; `side` is at most 255, and at most 181 unless the
  ///   rank is the median's.
  static func columnMedians(
    _ histograms: Span<UInt16>, side: Int, rank: Int, step: Int,
    into output: inout MutableSpan<UInt8>,
    at start: Int, count: Int)
}
