/// The loops of gray morphology: the smallest or the largest of several samples, in the type of the
/// file.
///
/// Floats must not be NaN. Repeating a value changes no extreme, so that blocks may overlap.
package protocol ExtremeLoops: Sendable {
  // MARK: Bytes

  /// Folds taps: `output[at + i] = extreme over t of input[offsets[t] + i]`.
  static func extreme(
    _ extreme: Extreme, _ input: Span<UInt8>, offsets: Span<Int>,
    into output: inout MutableSpan<UInt8>, at start: Int, count: Int)

  /// Folds two rows: `output[at + i] = extreme of a[first + i], b[second + i]`.
  static func extreme(
    _ extreme: Extreme, _ a: Span<UInt8>, from first: Int, _ b: Span<UInt8>, from second: Int,
    into output: inout MutableSpan<UInt8>, at start: Int, count: Int)

  /// Adds a row to a fold: `kept[target + i] = extreme of kept[source + i], input[base + i]`.
  ///
  /// - Precondition: Source and target are one row, or do not overlap.
  static func keepExtreme(
    _ extreme: Extreme, _ input: Span<UInt8>, from base: Int,
    in kept: inout MutableSpan<UInt8>, from source: Int, at target: Int, count: Int)

  /// Folds `width` neighbors: `output[at + i] = extreme of input[base + i + k · step]`, 0 ≤ k < width.
  ///
  /// Runs of 1, 2, 4, … neighbors are folded in `work`, which holds ``extremeWork`` values and twice
  /// `width` · `step` values. Cost: log₂ width operations for each value.
  static func extremeRun(
    _ extreme: Extreme, _ input: Span<UInt8>, from base: Int, width: Int, step: Int,
    work: inout MutableSpan<UInt8>, into output: inout MutableSpan<UInt8>, at start: Int,
    count: Int)

  // MARK: 16-bit samples

  /// Folds taps: `output[at + i] = extreme over t of input[offsets[t] + i]`.
  static func extreme(
    _ extreme: Extreme, _ input: Span<UInt16>, offsets: Span<Int>,
    into output: inout MutableSpan<UInt16>, at start: Int, count: Int)

  /// Folds two rows: `output[at + i] = extreme of a[first + i], b[second + i]`.
  static func extreme(
    _ extreme: Extreme, _ a: Span<UInt16>, from first: Int, _ b: Span<UInt16>, from second: Int,
    into output: inout MutableSpan<UInt16>, at start: Int, count: Int)

  /// Adds a row to a fold: `kept[target + i] = extreme of kept[source + i], input[base + i]`.
  ///
  /// - Precondition: Source and target are one row, or do not overlap.
  static func keepExtreme(
    _ extreme: Extreme, _ input: Span<UInt16>, from base: Int,
    in kept: inout MutableSpan<UInt16>, from source: Int, at target: Int, count: Int)

  /// Folds `width` neighbors: `output[at + i] = extreme of input[base + i + k · step]`, 0 ≤ k < width.
  ///
  /// Runs of 1, 2, 4, … neighbors are folded in `work`, which holds ``extremeWork`` values and twice
  /// `width` · `step` values. Cost: log₂ width operations for each value.
  static func extremeRun(
    _ extreme: Extreme, _ input: Span<UInt16>, from base: Int, width: Int, step: Int,
    work: inout MutableSpan<UInt16>, into output: inout MutableSpan<UInt16>, at start: Int,
    count: Int)

  // MARK: Floats

  /// Folds taps: `output[at + i] = extreme over t of input[offsets[t] + i]`.
  static func extreme(
    _ extreme: Extreme, _ input: Span<Float>, offsets: Span<Int>,
    into output: inout MutableSpan<Float>, at start: Int, count: Int)

  /// Folds two rows: `output[at + i] = extreme of a[first + i], b[second + i]`.
  static func extreme(
    _ extreme: Extreme, _ a: Span<Float>, from first: Int, _ b: Span<Float>, from second: Int,
    into output: inout MutableSpan<Float>, at start: Int, count: Int)

  /// Adds a row to a fold: `kept[target + i] = extreme of kept[source + i], input[base + i]`.
  ///
  /// - Precondition: Source and target are one row, or do not overlap.
  static func keepExtreme(
    _ extreme: Extreme, _ input: Span<Float>, from base: Int,
    in kept: inout MutableSpan<Float>, from source: Int, at target: Int, count: Int)

  /// Folds `width` neighbors: `output[at + i] = extreme of input[base + i + k · step]`, 0 ≤ k < width.
  ///
  /// Runs of 1, 2, 4, … neighbors are folded in `work`, which holds ``extremeWork`` values and twice
  /// `width` · `step` values. Cost: log₂ width operations for each value.
  static func extremeRun(
    _ extreme: Extreme, _ input: Span<Float>, from base: Int, width: Int, step: Int,
    work: inout MutableSpan<Float>, into output: inout MutableSpan<Float>, at start: Int,
    count: Int)

  // MARK: Differences

  /// Subtracts a row: `values[at + i] −= other[base + i]`.
  static func subtract(
    _ values: inout MutableSpan<Float>, at start: Int, _ other: Span<Float>, from base: Int,
    count: Int)

  /// Subtracts bytes: `output[at + i] = a[first + i] − b[second + i]`.
  static func subtract(
    _ a: Span<UInt8>, from first: Int, _ b: Span<UInt8>, from second: Int,
    into output: inout MutableSpan<Int16>, at start: Int, count: Int)
}

extension ExtremeLoops {
  /// Number of values of `work` besides those of the run.
  package static var extremeWork: Int { 2048 + 128 }
}
