/// Discrete Fourier transforms of 16 signals at once, one in each lane.
///
/// A signal's value is 32 floats: 16 real parts, then 16 imaginary ones. Transforms are not
/// normalised: forward and inverse multiply by the length.
public protocol FourierLoops: Sendable {
  /// Transforms in place, decimating in frequency (Gentleman and Sande, 1966), by radix 4 with one
  /// step of radix 2 where the length asks for it. The result stays in digit-reversed order.
  ///
  ///     X[k] = Σ_n x[n] · e^(−2πi·kn/N)
  ///
  /// - Parameters:
  ///   - roots: cos and −sin of 2πk/N in turn, 0 ≤ k < N.
  ///   - length: N, a power of two, at least 4.
  static func transform(
    _ values: inout MutableSpan<Float>, at start: Int, length: Int, roots: Span<Float>)

  /// Undoes ``transform(_:at:length:roots:)``, from digit-reversed to natural order, but for the
  /// factor N.
  static func inverseTransform(
    _ values: inout MutableSpan<Float>, at start: Int, length: Int, roots: Span<Float>)

  /// Multiplies each value, all lanes alike, by a complex number: `spectrum` holds real and
  /// imaginary parts in turn.
  static func multiply(
    _ values: inout MutableSpan<Float>, at start: Int, by spectrum: Span<Float>, from base: Int,
    length: Int)

  /// Copies `count` values of 32 floats that lie `inputStride` and `outputStride` floats apart.
  static func copyValues(
    _ input: Span<Float>, from base: Int, inputStride: Int, into output: inout MutableSpan<Float>,
    at start: Int, outputStride: Int, count: Int)

  /// Spreads rows into lanes: `output[at + 32n + l] = input[starts[l] + n · step]` for
  /// `l < starts.count`, 0 in the lanes behind.
  static func spreadToLanes(
    _ input: Span<Float>, starts: Span<Int>, step: Int, into output: inout MutableSpan<Float>,
    at start: Int, count: Int)

  /// Collects one lane: `output[at + n · step] = input[base + 32n + lane]`.
  static func collectLane(
    _ input: Span<Float>, from base: Int, lane: Int, into output: inout MutableSpan<Float>,
    at start: Int, step: Int, count: Int)
}
