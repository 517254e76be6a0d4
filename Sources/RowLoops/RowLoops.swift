/// The row loops that every instruction set implements: the only hot code of the package.
///
/// They know floats, rows and strides; nothing of images, borders or networks. `RowLoopsBaseline` is
/// compiled once per instruction set and each build provides one conforming type; `ConvCore`
/// picks one at run time and enters it through checked doors. The implementations assert their
/// bounds, they do not check them again in release builds.
///
/// Values: linear, unclamped. Every output is formed in the order of its taps, whatever the
/// width of the registers, so builds with fused multiply-add return the same bits.
package protocol RowLoops: ChannelLoops, EdgeLoops, FourierLoops, IntegerLoops, NumberLoops,
  PairLoops, StepLoops, TileLoops
{
  /// The name that `CONVTOOL_ISA` and `--explain` use.
  static var instructionSet: String { get }

  // MARK: The loop

  /// Correlates one row with several sets of weights.
  ///
  ///     output[at + o·outputStride + i] = Σ_t weights[o·T + t] · input[base + offsets[t] + i]
  ///
  /// for `0 ≤ o < outputs`, `0 ≤ i < count`, `T = offsets.count`, summed in the order of `t` from 0.
  static func correlate(
    _ input: Span<Float>, from base: Int, offsets: Span<Int>, weights: Span<Float>, outputs: Int,
    into output: inout MutableSpan<Float>, at start: Int, outputStride: Int, count: Int)

  /// Correlates one row with one set of weights and rounds the sums to bytes as
  /// ``narrow(_:from:into:at:count:)-(_,_,MutableSpan<UInt8>,_,_)`` rounds.
  static func correlate(
    _ input: Span<Float>, from base: Int, offsets: Span<Int>, weights: Span<Float>,
    into output: inout MutableSpan<UInt8>, at start: Int, count: Int)

  /// Folds the same taps with another operation than multiply and add.
  ///
  ///     output[at + i] = fold over t of input[base + offsets[t] + i]
  static func fold(
    _ operation: RowFold, _ input: Span<Float>, from base: Int, offsets: Span<Int>,
    into output: inout MutableSpan<Float>, at start: Int, count: Int)

  /// Averages taps by nearness in the picture and in colour (Tomasi and Manduchi, 1998).
  ///
  /// `input` holds planes of one channel each, `planeStride` apart; offsets are those of the first
  /// plane, and `offsets[center]` is the pixel itself:
  ///
  ///     w[t, i]   = spatial[t] · exp(−Σ_c (input[c, t, i] − input[c, center, i])² · falloff)
  ///     output[c, i] = Σ_t w[t, i] · input[c, t, i] / Σ_t w[t, i]
  static func bilateral(
    _ input: Span<Float>, from base: Int, planes: Int, planeStride: Int, offsets: Span<Int>,
    center: Int, spatial: Span<Float>, falloff: Float,
    into output: inout MutableSpan<Float>, at start: Int, outputStride: Int, count: Int)

  /// Multiplies and adds in registers alone: what no loop of this build can exceed on a core.
  ///
  /// Twelve vectors of sums, `sum ← sum + factor · x`, with x the first vector of `output`.
  ///
  /// - Parameter output: Receives the sums, 192 floats at most, so that the work is not left out.
  /// - Returns: Floating-point operations done: two for each product and lane.
  static func multiplyAddPeak(
    rounds: Int, factor: Float, into output: inout MutableSpan<Float>
  ) -> Int

  // MARK: Networks, a batch of 16 images lying in the lanes

  /// Correlates an input with output gradients, for each image on its own.
  ///
  ///     sums[at + (o·T + t)·16 + n] = Σ_{r, x} gradient[gradientBase + o·gradientPlane + r·gradientRow + 16x + n]
  ///                                            · input[base + offsets[t] + r·inputRow + 16x + n]
  ///
  /// for `0 ≤ r < rows`, `0 ≤ x < width`, `0 ≤ n < 16`, summed over r, then x.
  static func weightGradients(
    _ input: Span<Float>, from base: Int, inputRow: Int, offsets: Span<Int>,
    _ gradient: Span<Float>, from gradientBase: Int, gradientRow: Int, gradientPlane: Int,
    outputs: Int, rows: Int, width: Int, into sums: inout MutableSpan<Float>, at start: Int)

  /// Transforms planes, one after the other in memory, for products tile by tile (see
  /// ``WinogradGrid``): Bᵀ x B of each tile's 6×6 inputs, zeros outside the plane.
  ///
  ///     spectrum[at + position·positionStride + 16·(plane·tiles + tile) + n],   0 ≤ position < 36
  static func winogradInput(
    _ input: Span<Float>, from base: Int, planes: Int, _ grid: WinogradGrid,
    into spectrum: inout MutableSpan<Float>, at start: Int)

  /// Transforms a plane of output gradients: A y Aᵀ of each tile's 4×4, zeros outside the plane.
  ///
  /// The grid's `top` and `left` do not count: gradients begin where outputs do.
  static func winogradGradient(
    _ gradient: Span<Float>, from base: Int, _ grid: WinogradGrid,
    into spectrum: inout MutableSpan<Float>, at start: Int)

  /// The plane of outputs: Aᵀ m A of each tile, what lies inside; then as ``TileEpilogue`` says.
  static func winogradOutput(
    _ spectrum: Span<Float>, from base: Int, _ grid: WinogradGrid, _ ending: TileEpilogue,
    into output: inout MutableSpan<Float>, at start: Int)

  /// Sums the 16 lanes of each value in one fixed order: halves are added until one is left.
  ///
  ///     output[at + i] = Σ_n input[16i + n]
  static func sumLanes(
    _ input: Span<Float>, into output: inout MutableSpan<Float>, at start: Int, count: Int)

  /// `values[i] = max(values[i] + bias, 0)`, or without the maximum; NaN stays NaN.
  static func addBias(
    _ values: inout MutableSpan<Float>, at start: Int, count: Int, bias: Float, rectify: Bool)

  /// Lets a gradient pass where the output of a rectifier is positive: `g ← y > 0 ? g : 0`.
  static func rectifyGradient(
    _ gradient: inout MutableSpan<Float>, output: Span<Float>, count: Int)

  /// Sums a plane, image by image.
  ///
  ///     sums[at + n] = Σ_i plane[from + 16i + n],   0 ≤ i < positions
  ///
  /// Four interleaved partial sums are added in one order.
  static func sumPlane(
    _ plane: Span<Float>, from base: Int, positions: Int, into sums: inout MutableSpan<Float>,
    at start: Int)

  /// Folds windows of a plane of 16 lanes with the maximum; NaN stays NaN.
  static func maxPool(
    _ input: Span<Float>, from base: Int, width: Int, _ window: PoolWindow,
    into output: inout MutableSpan<Float>, at start: Int, outputHeight: Int, outputWidth: Int)

  /// Adds each output gradient to the place its maximum came from.
  static func maxPoolGradient(
    _ gradient: Span<Float>, from gradientBase: Int, input: Span<Float>, inputBase: Int,
    width: Int, _ window: PoolWindow, into inputGradient: inout MutableSpan<Float>,
    outputHeight: Int, outputWidth: Int)

  // MARK: Layout

  /// Copies `count` values.
  static func copy(
    _ input: Span<Float>, from base: Int, into output: inout MutableSpan<Float>, at start: Int,
    count: Int)

  /// Splits a row into phases, so that a strided access becomes a contiguous one.
  ///
  /// The row is `count` groups of `group` values. Group `g` goes to phase `g mod period`, place
  /// `g / period`; phases lie `phaseStride` apart.
  static func deinterleave(
    _ input: Span<Float>, from base: Int, group: Int, period: Int,
    into output: inout MutableSpan<Float>, at start: Int, phaseStride: Int, count: Int)

  /// Joins `planes` rows that lie `planeStride` apart into one interleaved row of `count` pixels.
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

  /// How many values rounding alone could not bring into 0…`maximum`; NaN is one of them.
  static func outside(
    _ input: Span<Float>, from base: Int, maximum: Float, count: Int
  ) -> Int

  // MARK: Point by point, in place or from several rows

  /// `values[i] = scale · values[i] + bias`.
  static func scale(
    _ values: inout MutableSpan<Float>, at start: Int, count: Int, scale: Float, bias: Float)

  /// `values[i] = values[i] / divisor`, rounded once.
  static func divide(
    _ values: inout MutableSpan<Float>, at start: Int, count: Int, by divisor: Float)

  /// `values[i] = |values[i]|`.
  static func absolute(_ values: inout MutableSpan<Float>, at start: Int, count: Int)

  /// `values[i] = √values[i]`.
  static func squareRoot(_ values: inout MutableSpan<Float>, at start: Int, count: Int)

  /// `output[i] = √(x² + y²)` of two rows that lie `planeStride` apart.
  static func magnitude(
    _ input: Span<Float>, from base: Int, planeStride: Int,
    into output: inout MutableSpan<Float>, at start: Int, count: Int)

  /// The smallest and the largest finite value of a row; NaN and infinities are passed over.
  ///
  /// - Returns: (+∞, −∞) when there is none.
  static func extremes(_ input: Span<Float>, from base: Int, count: Int) -> SIMD2<Float>

  // MARK: Colour

  /// `output[i] = Σ_c weights[c] · input[i·channels + c]`; channels without a weight are left out.
  static func mixChannels(
    _ input: Span<Float>, from base: Int, channels: Int, weights: Span<Float>,
    into output: inout MutableSpan<Float>, at start: Int, outputChannels: Int, count: Int)

  /// Multiplies colour by alpha, the last of `channels`: `c ← c · (a / opaque)`.
  static func premultiply(
    _ pixels: inout MutableSpan<Float>, at start: Int, channels: Int, opaque: Float, count: Int)

  /// Divides colour by alpha: `c ← c / (a / opaque)`; colour over nothing (a ≤ 0) becomes 0.
  static func unpremultiply(
    _ pixels: inout MutableSpan<Float>, at start: Int, channels: Int, opaque: Float, count: Int)
}
