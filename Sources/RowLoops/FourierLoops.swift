/// Discrete Fourier transforms of 16 columns, or 16 rows, at once, one in each lane.
///
///     X[k] = Σ_n x[n] · e^(−2πi·kn/N)
///
/// Transforms decimate in frequency (Gentleman and Sande, 1966) by radix 4 and 8, and leave their
/// values in digit-reversed order; inverse transforms restore the order. No transform is
/// normalized: a transform and its inverse multiply by N. `roots` holds cos and −sin of 2πk/N,
/// alternating, 0 ≤ k < N.
package protocol FourierLoops: Sendable {
  /// Transforms columns of two tiles into blocks of the plane.
  ///
  /// - Parameters:
  ///   - input: The rows of both tiles.
  ///   - real: The offset of the first of P rows in the input, for the real part.
  ///   - imaginary: The offset of the first row for the imaginary part.
  ///   - stride: Number of floats from one row to the next.
  ///   - values: The plane, which receives the blocks.
  ///   - plane: The sides and the layout of the plane.
  ///   - blocks: The groups of 16 columns, counted from `real` and `imaginary`; group b is written
  ///     to block b modulo Q/16.
  ///   - roots: The roots of order P.
  static func transformColumns(
    _ input: Span<Float>, real: Int, imaginary: Int, stride: Int,
    into values: inout MutableSpan<Float>, plane: FourierPlane, blocks: Range<Int>,
    roots: Span<Float>)

  /// Transforms 16 rows of a plane whose columns are transformed.
  ///
  /// Values lie 32 floats apart: 16 real parts, one of each row, then 16 imaginary parts.
  static func transformRows(
    _ values: Span<Float>, plane: FourierPlane, row: Int, roots: Span<Float>,
    into spectrum: inout MutableSpan<Float>, at start: Int)

  /// Transforms 16 rows of the plane, multiplies by a spectrum, and transforms back.
  ///
  /// The spectrum has the layout of ``transformRows(_:plane:row:roots:into:at:)``.
  ///
  /// - Parameters:
  ///   - values: The plane.
  ///   - plane: The sides and the layout of the plane.
  ///   - row: The first of the 16 rows.
  ///   - block: The block of the ring where the tile begins.
  ///   - useful: Number of blocks, from `block` on, that are replaced by the result.
  ///   - roots: The roots of order Q.
  ///   - spectrum: The factors.
  ///   - base: The offset of the first factor.
  static func filterRows(
    _ values: inout MutableSpan<Float>, plane: FourierPlane, row: Int, block: Int, useful: Int,
    roots: Span<Float>, spectrum: Span<Float>, from base: Int)

  /// Transforms columns back and writes some of their rows; the blocks are invalid afterwards.
  ///
  /// - Parameters:
  ///   - values: The plane.
  ///   - plane: The sides and the layout of the plane.
  ///   - block: The block of the first column.
  ///   - roots: The roots of order P.
  ///   - rows: The rows, of P, that are written.
  ///   - output: Receives the rows.
  ///   - real: The offset of the first written row, for the real part.
  ///   - realCount: Number of columns that are written for the real part.
  ///   - imaginary: The offset of the first written row, for the imaginary part.
  ///   - imaginaryCount: Number of columns that are written for the imaginary part.
  ///   - stride: Number of floats from one row of the output to the next.
  static func inverseColumns(
    _ values: inout MutableSpan<Float>, plane: FourierPlane, block: Int, roots: Span<Float>,
    rows: Range<Int>, into output: inout MutableSpan<Float>, real: Int, realCount: Int,
    imaginary: Int, imaginaryCount: Int, stride: Int)
}
