internal import RowLoops

/// Slides kernels over an image: the operation behind every linear filter.
///
/// With flipping (``Orientation/convolution``, the default):
///
///     y[m, n] = Σ_{i, j} h[i, j] · x[s·m − d·(i − a), s·n − d·(j − b)]
///
/// Without flipping: `y[m, n] = Σ h[i, j] · x[s·m + d·(i − a), s·n + d·(j − b)]`. Here s is the
/// stride, d the dilation and (a, b) the anchor. Under ``OutputSize/valid`` the first window starts
/// at the image's first pixel.
///
/// Shape: H×W×C → H'×W'×C, each channel on its own; kernels that span the depth give H'×W'×N for N
/// kernels. H' = ⌈H / s⌉ for ``OutputSize/same``, ⌊(H − d·(kH − 1) − 1) / s⌋ + 1 for `valid`.
/// Values: linear, unclamped, in the unit of the input; sums in Float, exact for integer kernels as
/// long as Σ|h|·max|x| < 2²⁴.
public struct Convolution: RowOperation {
  /// Whether kernels are flipped.
  public enum Orientation: Hashable, Sendable {
    /// True convolution: kernels are rotated by 180°.
    case convolution
    /// Cross-correlation: kernels are applied as written.
    case correlation
  }

  /// How the outputs of several kernels are combined.
  public enum Combination: Hashable, Sendable {
    /// One map for each kernel, interleaved as channels; kernels span the depth of the input.
    case stack
    /// The magnitude √(y₀² + y₁²) of two kernels' outputs, for each channel.
    case magnitude
    /// The maximum of all kernels' outputs, for each channel.
    case maximum
  }

  /// How the sums are computed.
  public enum Method: String, Hashable, Sendable, CaseIterable {
    /// The method with the lowest estimated cost.
    case automatic = "auto"
    /// All cells of the window: kH·kW products for each output.
    case direct
    /// Columns first, then rows: r·(kH + kW) products for a kernel of rank r.
    case separable
    /// Products of overlapping tiles in the frequency domain.
    case fft
  }

  /// The kernels in correlation order: cell (0, 0) reads the topmost, leftmost pixel.
  let kernels: [Kernel]
  let combination: Combination
  let geometry: WindowGeometry
  /// The border rule for positions outside the image.
  public let border: Border
  /// The requested method.
  public let method: Method
  /// The factors of a single kernel, if few outer products add up to the kernel.
  let factors: [Kernel.Factors]?
  /// The tiles of the frequency domain, if the transform can be used.
  let fourierTile: FourierTile?
  let fourierStore = FourierStore()
  /// The algorithms for each sample type.
  private var plans: [ConvolutionPlan] = []

  /// Creates a convolution with one or several kernels of the same size, depth and anchor.
  ///
  /// - Parameters:
  ///   - kernels: One kernel or several.
  ///   - combination: What becomes of several kernels' responses.
  ///   - orientation: Whether kernels are flipped.
  ///   - border: How positions outside the image are read.
  ///   - outputSize: Whether the output shrinks to where the window fits.
  ///   - stride: Input pixels from one output pixel to the next.
  ///   - dilation: Pixels from one kernel cell to the next.
  ///   - method: If ``methods`` does not contain it, the cheapest available method is used.
  /// - Precondition: There is at least one kernel, all kernels have one shape, anchors lie in the
  ///   kernel, and `dilation` is at least 1.
  public init(
    _ kernels: [Kernel], combination: Combination = .stack,
    orientation: Orientation = .convolution, border: Border = .replicate,
    outputSize: OutputSize = .same, stride: Stride2D = .one, dilation: Int = 1,
    method: Method = .automatic
  ) {
    precondition(dilation >= 1, "a dilation of \(dilation)")
    let oriented = orientation == .convolution ? kernels.map(\.rotated180) : kernels
    let first = oriented[0]
    precondition(
      oriented.allSatisfy {
        $0.size == first.size && $0.depth == first.depth && $0.anchor == first.anchor
      }, "kernels of different shapes")
    precondition(
      (0..<first.size.height).contains(first.anchor.y)
        && (0..<first.size.width).contains(first.anchor.x), "an anchor outside the kernel")
    self.kernels = oriented
    self.combination = combination
    self.border = border
    geometry = WindowGeometry(
      window: first.size, anchor: first.anchor, stride: stride, dilation: dilation,
      outputSize: outputSize)
    self.method = method
    let isPlain = oriented.count == 1 && first.depth == 1 && stride == .one && dilation == 1
    fourierTile = isPlain ? FourierTile(kernel: first.size) : nil
    factors = oriented.count == 1 ? oriented[0].factorization(atMost: Convolution.fewFactors) : nil
    plans = [makePlan(for: .uint8), makePlan(for: .uint16), makePlan(for: .float32)]
  }

  /// The largest useful number of outer products: more are never cheaper than the alternatives.
  private static let fewFactors = 4

  /// Returns the algorithm for samples of one type, and its alternatives.
  ///
  /// The choice depends only on the kernel, the geometry and the sample type. It does not depend on
  /// bands, threads or instruction sets, and therefore the output bytes do not either.
  public func plan(for type: SampleType) -> ConvolutionPlan {
    switch type {
    case .uint8: plans[0]
    case .uint16: plans[1]
    case .float32: plans[2]
    }
  }

  /// Whether a window spans all channels, so that each kernel gives one map.
  var spansDepth: Bool { kernels[0].depth > 1 || (combination == .stack && kernels.count > 1) }

  /// Returns the shape of the output: H'×W'×C, or H'×W'×N.
  ///
  /// - Throws: ``ShapeError`` if the depths do not match or if no window fits into the image.
  public func outputShape(for input: ImageShape) throws(ShapeError) -> ImageShape {
    let depth = kernels[0].depth
    if spansDepth && depth != input.channels {
      throw ShapeError(
        "a kernel of \(kernels[0].size)×\(depth) does not span \(input.channels) channels")
    }
    let size = try geometry.outputSize(for: input.size)
    return ImageShape(
      height: size.height, width: size.width, channels: spansDepth ? kernels.count : input.channels)
  }

  /// The reason why the whole image is needed, or `nil`.
  public var wholeImageReason: String? {
    geometry.outputSize == .valid ? nil : border.wholeImageReason
  }

  /// Returns the input rows that some output rows depend on, clamped to the image.
  public func inputRows(for rows: Range<Int>, of input: ImageShape) -> Range<Int> {
    geometry.inputRows(for: grown(rows), of: input, border: border)
  }

  /// Extends a range to whole tiles, so that a tile's input does not depend on the cuts of bands.
  private func grown(_ rows: Range<Int>) -> Range<Int> {
    let grain = rowGrain
    guard grain > 1, !rows.isEmpty else { return rows }
    return rows.lowerBound / grain * grain..<(rows.upperBound + grain - 1) / grain * grain
  }

  /// Number of output rows that are computed together.
  public var rowGrain: Int {
    guard case .fourier(let tile) = plan(for: .float32).algorithm else { return 1 }
    return tile.useful.height
  }

  /// Computes output rows and writes them to a sink.
  public func apply(
    to input: RowSource, rows: Range<Int>, into sink: inout RowSink, engine: Engine
  ) {
    guard let shape = try? outputShape(for: input.shape) else {
      preconditionFailure("\(kernels[0].size)×\(kernels[0].depth) kernel on \(input.shape)")
    }
    let nonfinite =
      input.type == .float32
      ? input.nonfiniteRows(in: inputRows(for: rows, of: input.shape)) : []
    guard nonfinite.isEmpty else {
      return apply(
        to: input, nonfinite: nonfinite, rows: rows, output: shape, into: &sink, engine: engine)
    }
    applyFinite(to: input, rows: rows, output: shape, into: &sink, engine: engine)
  }

  /// Computes output rows from samples that are all finite.
  func applyFinite(
    to input: RowSource, rows: Range<Int>, output shape: ImageShape, into sink: inout RowSink,
    engine: Engine
  ) {
    switch plan(for: input.type).algorithm {
    case .integer:
      var pass = IntegerConvolution(self, on: input, rows: rows, output: shape, engine: engine)
      pass.run(into: &sink)
    case .taps:
      DirectConvolution(self, output: shape, engine: engine).run(input, rows: rows, into: &sink)
    case .tile:
      TiledConvolution(self, output: shape, engine: engine).run(
        input, border: border, rows: rows, into: &sink)
    case .box:
      BoxConvolution(self, output: shape, engine: engine).run(input, rows: rows, into: &sink)
    case .factors(let factors):
      SeparableConvolution(self, factors, input: input.shape, output: shape, engine: engine)
        .run(input, rows: rows, into: &sink)
    case .fourier(let tile):
      FourierConvolution(self, tile, input: input.shape, output: shape, engine: engine)
        .run(input, rows: rows, into: &sink)
    }
  }

  /// Computes output rows without a transform, for a kernel whose plan uses the frequency domain.
  func applyWithoutTransform(
    to input: RowSource, rows: Range<Int>, output: ImageShape, into sink: inout RowSink,
    engine: Engine
  ) {
    // With several factors, terms that should cancel would not cancel next to large values.
    if let factors, factors.count == 1 {
      SeparableConvolution(self, factors, input: input.shape, output: output, engine: engine)
        .run(input, rows: rows, into: &sink)
    } else {
      TiledConvolution(self, output: output, engine: engine).run(
        input, border: border, rows: rows, into: &sink)
    }
  }
}
