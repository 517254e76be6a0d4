/// Discrete Fourier transforms of 16 columns, or 16 rows, at once: one in each lane.
///
///     X[k] = Σ_n x[n] · e^(−2πi·kn/N)
///
/// Transforms decimate in frequency (Gentleman and Sande, 1966) by radix 4 and 8, and leave their
/// values in digit-reversed order; inverse ones undo that. None is normalised: there and back
/// multiplies by N. `roots` are cos and −sin of 2πk/N in turn, 0 ≤ k < N.
package protocol FourierLoops: Sendable {
  /// Transforms columns of two tiles into blocks of the plane.
  ///
  /// - Parameters:
  ///   - real: Where the first of P rows begins in the input, for the real part.
  ///   - imaginary: The same for the imaginary part.
  ///   - stride: From one row to the next.
  ///   - blocks: The sixteens of columns, counted from `real` and `imaginary`: they go to these
  ///     blocks, modulo Q/16.
  static func transformColumns(
    _ input: Span<Float>, real: Int, imaginary: Int, stride: Int,
    into values: inout MutableSpan<Float>, plane: FourierPlane, blocks: Range<Int>,
    roots: Span<Float>)

  /// Transforms 16 rows of the plane, whose columns are: values 32 floats apart, 16 real parts, one
  /// of each row, then 16 imaginary ones.
  static func transformRows(
    _ values: Span<Float>, plane: FourierPlane, row: Int, roots: Span<Float>,
    into spectrum: inout MutableSpan<Float>, at start: Int)

  /// Transforms 16 rows of the plane, multiplies by a spectrum laid out as
  /// ``transformRows(_:plane:row:roots:into:at:)`` does, and transforms back.
  ///
  /// - Parameters:
  ///   - block: Where the tile begins in the ring.
  ///   - useful: The blocks from there on that are replaced by the result.
  static func filterRows(
    _ values: inout MutableSpan<Float>, plane: FourierPlane, row: Int, block: Int, useful: Int,
    roots: Span<Float>, spectrum: Span<Float>, from base: Int)

  /// Transforms columns back, and writes some rows of them. The blocks are of no use afterwards.
  ///
  /// - Parameters:
  ///   - block: The block of the first column.
  ///   - rows: What is written of the P rows.
  ///   - real: Where the first of them goes, for the real part.
  ///   - realCount: The columns of the real part that are written.
  static func inverseColumns(
    _ values: inout MutableSpan<Float>, plane: FourierPlane, block: Int, roots: Span<Float>,
    rows: Range<Int>, into output: inout MutableSpan<Float>, real: Int, realCount: Int,
    imaginary: Int, imaginaryCount: Int, stride: Int)
}
