/// The picture whose blur by a known kernel is the input, for each channel on its own.
///
///     wiener          x = argmin Σ (h ∗ x − y)² + NSR · Σ |∇x|²
///     richardsonLucy  x ← x · (h̃ ∗ (y / (h ∗ x))) / (h̃ ∗ 1),  N times from x = y
///
/// `wiener` is Wiener's filter for a signal whose power falls with the square of the frequency, as
/// that of photographs does; far from the edges it is the frequency response
/// H* / (|H|² + NSR · (4 − 2 cos u − 2 cos v)). Flat pictures keep their brightness. Richardson and
/// Lucy's iteration (1972, 1974) keeps values positive; it needs a kernel without negative cells.
///
/// Pixels outside are unknowns like those inside: x is found on all pixels that the blur of the
/// picture depends on, and the sums compare only pixels of the picture (Bertero and Boccacci, 2005).
/// The edges are therefore as sharp as the middle, without ringing. Shape: unchanged. Samples that
/// are not finite are left out of the sums; outputs are NaN where the kernel's window holds one.
///
/// Cost: two convolutions for each of N, or of at most 60, iterations.
public struct Deconvolution: RowOperation, Hashable {
  /// How the picture is found.
  public enum Estimate: Hashable, Sendable {
    /// The regularized least squares, with the noise-to-signal ratio.
    case wiener(noiseToSignal: Double)
    /// The number of multiplicative steps.
    case richardsonLucy(iterations: Int)
  }

  /// The kernel of the blur, in convolution orientation.
  public let kernel: Kernel
  /// How the picture is found.
  public let estimate: Estimate
  private var restored: Image?

  /// Creates the operation.
  ///
  /// - Precondition: The kernel's depth is 1, and its sum is not 0.
  public init(_ kernel: Kernel, _ estimate: Estimate) {
    precondition(kernel.depth == 1 && kernel.sum != 0, "a blur of sum \(kernel.sum)")
    self.kernel = kernel
    self.estimate = estimate
  }

  /// Returns the shape of the input, which the operation does not change.
  public func outputShape(for input: ImageShape) throws(ShapeError) -> ImageShape { input }

  /// Every output depends on all samples.
  public var wholeImageReason: String? { "deconvolution solves for all pixels at once" }

  /// Finds the picture.
  public func prepared(for input: RowSource, engine: Engine) -> any RowOperation {
    var prepared = self
    prepared.restored = restore(input, engine)
    return prepared
  }

  /// Computes output rows; from a source of the whole image if the picture is not found yet.
  public func apply(
    to input: RowSource, rows: Range<Int>, into sink: inout RowSink, engine: Engine
  ) {
    let image = restored ?? restore(input, engine)
    let length = image.shape.rowLength
    let samples = Array(image.samples[rows.lowerBound * length..<rows.upperBound * length])
    sink.take(ImageRows(shape: image.shape, rows: rows, samples: samples), engine: engine)
  }

  private func restore(_ input: RowSource, _ engine: Engine) -> Image {
    let observed = Image(
      shape: input.shape, samples: input.floats(of: 0..<input.shape.height, engine))
    let blur = BlurModel(kernel, of: observed, engine: engine)
    var restored =
      switch estimate {
      case .wiener(let ratio): blur.leastSquares(ratio: Float(ratio), steps: 60)
      case .richardsonLucy(let steps): blur.multiplied(steps: steps)
      }
    for index in blur.unknown { restored.samples[index] = .nan }
    return restored
  }
}
