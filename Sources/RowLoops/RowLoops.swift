/// The row loops that every instruction set implements: the only performance-critical code of the
/// package.
///
/// The loops know floats, rows and strides, but not images, borders or networks. `RowLoopsBaseline`
/// is compiled once per instruction set, and each build provides one conforming type; `ConvCore`
/// selects one at run time. The implementations check the bounds of each call with preconditions,
/// in release builds as well.
///
/// Values: linear, unclamped. Every output is summed in the order of its taps for all register
/// widths, so builds with fused multiply-add return the same bits.
package protocol RowLoops: ActivationLoops, ChannelLoops, EdgeLoops, ExtremeLoops, FourierLoops,
  IntegerLoops, MapLoops, MedianLoops, MomentLoops, NormalizationLoops, NumberLoops, PairLoops,
  StepLoops,
  TileLoops
{
  /// The name of the build in `CONVTOOL_ISA` and `--explain`.
  static var instructionSet: String { get }

  /// Finishes the stores of loops called with `pastCache`, so that other threads see them.
  ///
  /// Outputs that are written once and exceed the cache are stored past it: usual stores first read
  /// the memory that they replace.
  static func finishStores()

  // MARK: The loop

  /// Correlates one row with several sets of weights.
  ///
  ///     output[at + o·outputStride + i] = Σ_t weights[o·T + t] · input[base + offsets[t] + i]
  ///
  /// for `0 ≤ o < outputs`, `0 ≤ i < count`, `T = offsets.count`, summed in the order of `t`, from
  /// 0.
  static func correlate(
    _ input: Span<Float>, from base: Int, offsets: Span<Int>, weights: Span<Float>, outputs: Int,
    into output: inout MutableSpan<Float>, at start: Int, outputStride: Int, count: Int)

  /// Correlates one row with one set of weights and rounds the sums to bytes.
  ///
  /// The rounding is that of ``narrow(_:from:into:at:count:)-(_,_,MutableSpan<UInt8>,_,_)``.
  static func correlate(
    _ input: Span<Float>, from base: Int, offsets: Span<Int>, weights: Span<Float>,
    into output: inout MutableSpan<UInt8>, at start: Int, count: Int)

  /// Folds the taps of `correlate` with another operation than multiply and add.
  ///
  ///     output[at + i] = fold over t of input[base + offsets[t] + i]
  static func fold(
    _ operation: RowFold, _ input: Span<Float>, from base: Int, offsets: Span<Int>,
    into output: inout MutableSpan<Float>, at start: Int, count: Int)

  /// Averages taps weighted by distance in the image and by difference in color (Tomasi and
  /// Manduchi, 1998).
  ///
  /// `input` holds planes of one channel each, `planeStride` values apart; offsets are those of the
  /// first plane, and `offsets[center]` is the center pixel:
  ///
  ///     w[t, i]   = 2^(spatialExponents[t] − Σ_c (input[c, t, i] − input[c, center, i])² · falloff)
  ///     output[c, i] = Σ_t w[t, i] · input[c, t, i] / Σ_t w[t, i]
  static func bilateral(
    _ input: Span<Float>, from base: Int, planes: Int, planeStride: Int, offsets: Span<Int>,
    center: Int, spatialExponents: Span<Float>, falloff: Float,
    into output: inout MutableSpan<Float>, at start: Int, outputStride: Int, count: Int)

  /// Multiplies and adds in registers only: an upper bound for all loops of this build on one core.
  ///
  /// Twelve vectors of sums, `sum ← sum + factor · x`, with x the first vector of `output`.
  ///
  /// - Parameters:
  ///   - rounds: How often each sum is added to.
  ///   - factor: The factor of all products.
  ///   - output: Receives the sums, 192 floats at most, so that the compiler keeps the work.
  /// - Returns: Number of floating-point operations: two for each product and lane.
  static func multiplyAddPeak(
    rounds: Int, factor: Float, into output: inout MutableSpan<Float>
  ) -> Int

  // MARK: Networks, a batch of 16 images lying in the lanes

  /// Correlates inputs with output gradients, for each image on its own.
  ///
  ///     sums[at + (o·T + t)·16 + n] =
  ///       Σ_{r, x} gradient[gradientBase + o·gradientPlane + r·gradientRow + 16x + n]
  ///                · input[base + offsets[t] + r·inputRow + 16x + n]
  ///
  /// for `0 ≤ r < rows`, `0 ≤ x < width`, `0 ≤ n < 16`, summed over r, then x.
  static func weightGradients(
    _ input: Span<Float>, from base: Int, inputRow: Int, offsets: Span<Int>,
    _ gradient: Span<Float>, from gradientBase: Int, gradientRow: Int, gradientPlane: Int,
    outputs: Int, rows: Int, width: Int, into sums: inout MutableSpan<Float>, at start: Int)

  /// Transforms planes for products tile by tile (see ``WinogradGrid``).
  ///
  /// Computes Bᵀ x B of each tile's 6×6 or 4×4 inputs, with zeros outside the plane. Planes follow
  /// one another in memory.
  ///
  ///     spectrum[at + position·positionStride + 16·(plane·tiles + tile) + n]
  static func winogradInput(
    _ input: Span<Float>, from base: Int, planes: Int, _ grid: WinogradGrid,
    into spectrum: inout MutableSpan<Float>, at start: Int)

  /// Transforms a plane of output gradients: A y Aᵀ of each 4×4 tile, with zeros outside the plane.
  ///
  /// The grid's `top` and `left` are ignored: gradients begin where outputs begin. Tiles of 2×2
  /// outputs have no such loop.
  static func winogradGradient(
    _ gradient: Span<Float>, from base: Int, _ grid: WinogradGrid,
    into spectrum: inout MutableSpan<Float>, at start: Int)

  /// Computes the plane of outputs: the part of Aᵀ m A of each tile that lies inside, followed by
  /// the ``TileEpilogue``.
  static func winogradOutput(
    _ spectrum: Span<Float>, from base: Int, _ grid: WinogradGrid, _ ending: TileEpilogue,
    into output: inout MutableSpan<Float>, at start: Int)

  /// Sums the 16 lanes of each value in one fixed order: halves are added until one value is left.
  ///
  ///     output[at + i] = Σ_n input[16i + n]
  static func sumLanes(
    _ input: Span<Float>, into output: inout MutableSpan<Float>, at start: Int, count: Int)

  /// Adds a bias: `values[i] = max(values[i] + bias, 0)`, or without the maximum; NaN stays NaN.
  static func addBias(
    _ values: inout MutableSpan<Float>, at start: Int, count: Int, bias: Float, rectify: Bool)

  /// Multiplies a gradient by the derivative of ReLU: `g ← y > 0 ? g : 0`.
  static func rectifyGradient(
    _ gradient: inout MutableSpan<Float>, output: Span<Float>, count: Int)

  /// Sums a plane for each image.
  ///
  ///     sums[at + n] = Σ_i plane[from + 16i + n],   0 ≤ i < positions
  ///
  /// Four interleaved partial sums are added in a fixed order.
  static func sumPlane(
    _ plane: Span<Float>, from base: Int, positions: Int, into sums: inout MutableSpan<Float>,
    at start: Int)

  /// Takes the maximum of the windows of a plane of 16 lanes; NaN stays NaN.
  static func maxPool(
    _ input: Span<Float>, from base: Int, width: Int, _ window: PoolWindow,
    into output: inout MutableSpan<Float>, at start: Int, outputHeight: Int, outputWidth: Int)

  /// Adds each output gradient to the input position of the window's maximum.
  static func maxPoolGradient(
    _ gradient: Span<Float>, from gradientBase: Int, input: Span<Float>, inputBase: Int,
    width: Int, _ window: PoolWindow, into inputGradient: inout MutableSpan<Float>,
    outputHeight: Int, outputWidth: Int)

  // MARK: Layout

  /// Copies `count` values.
  static func copy(
    _ input: Span<Float>, from base: Int, into output: inout MutableSpan<Float>, at start: Int,
    count: Int)

  /// Splits a row into phases, so that strided access becomes contiguous.
  ///
  /// The row is `count` groups of `group` values. Group `g` is written to phase `g mod period`,
  /// index `g / period`; phases lie `phaseStride` values apart.
  static func deinterleave(
    _ input: Span<Float>, from base: Int, group: Int, period: Int,
    into output: inout MutableSpan<Float>, at start: Int, phaseStride: Int, count: Int)

  /// Interleaves `planes` rows, `planeStride` values apart, into one row of `count` pixels.
  static func interleave(
    _ input: Span<Float>, from base: Int, planes: Int, planeStride: Int,
    into output: inout MutableSpan<Float>, at start: Int, count: Int)

  // MARK: Samples

  /// Widens 8-bit samples to floats of the same value.
  static func widen(
    _ input: Span<UInt8>, from base: Int, into output: inout MutableSpan<Float>, at start: Int,
    count: Int)

  /// Widens 16-bit samples to floats of the same value.
  static func widen(
    _ input: Span<UInt16>, from base: Int, into output: inout MutableSpan<Float>, at start: Int,
    count: Int)

  /// Rounds to 8 bits, ties to even; values outside 0…255 are clipped, NaN becomes 0.
  static func narrow(
    _ input: Span<Float>, from base: Int, into output: inout MutableSpan<UInt8>, at start: Int,
    count: Int)

  /// Rounds to 16 bits, ties to even; values outside 0…65535 are clipped, NaN becomes 0.
  static func narrow(
    _ input: Span<Float>, from base: Int, into output: inout MutableSpan<UInt16>, at start: Int,
    count: Int)

  /// Returns the number of values that are still outside 0…`maximum` after rounding, or are NaN.
  static func outside(
    _ input: Span<Float>, from base: Int, maximum: Float, count: Int
  ) -> Int

  // MARK: Point by point, in place or from several rows

  /// Scales values in place: `values[i] = scale · values[i] + bias`.
  static func scale(
    _ values: inout MutableSpan<Float>, at start: Int, count: Int, scale: Float, bias: Float)

  /// Divides values in place: `values[i] = values[i] / divisor`, rounded once.
  static func divide(
    _ values: inout MutableSpan<Float>, at start: Int, count: Int, by divisor: Float)

  /// Takes magnitudes in place: `values[i] = |values[i]|`.
  static func absolute(_ values: inout MutableSpan<Float>, at start: Int, count: Int)

  /// Takes square roots in place: `values[i] = √values[i]`.
  static func squareRoot(_ values: inout MutableSpan<Float>, at start: Int, count: Int)

  /// Computes `output[i] = √(x² + y²)` of two rows that lie `planeStride` values apart.
  static func magnitude(
    _ input: Span<Float>, from base: Int, planeStride: Int,
    into output: inout MutableSpan<Float>, at start: Int, count: Int)

  /// Returns the smallest and the largest finite value of a row; NaN and infinities are ignored.
  ///
  /// - Returns: (+∞, −∞) if there is no finite value.
  static func extremes(_ input: Span<Float>, from base: Int, count: Int) -> SIMD2<Float>

  // MARK: Color

  /// Computes `output[i] = Σ_c weights[c] · input[i·channels + c]`; channels without a weight are
  /// ignored.
  static func mixChannels(
    _ input: Span<Float>, from base: Int, channels: Int, weights: Span<Float>,
    into output: inout MutableSpan<Float>, at start: Int, outputChannels: Int, count: Int)

  /// Multiplies color by alpha, the last of `channels`: `c ← c · (a / opaque)`.
  static func premultiply(
    _ pixels: inout MutableSpan<Float>, at start: Int, channels: Int, opaque: Float, count: Int)

  /// Divides color by alpha: `c ← c / (a / opaque)`; color becomes 0 where a ≤ 0.
  static func unpremultiply(
    _ pixels: inout MutableSpan<Float>, at start: Int, channels: Int, opaque: Float, count: Int)
}
