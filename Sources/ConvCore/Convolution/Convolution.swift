internal import RowLoops

/// Slides kernels over an image: the one operation behind every linear filter.
///
/// With flipping (``Orientation/convolution``, the default):
///
///     y[m, n] = Σ_{i, j} h[i, j] · x[s·m − d·(i − a), s·n − d·(j − b)]
///
/// without: `y[m, n] = Σ h[i, j] · x[s·m + d·(i − a), s·n + d·(j − b)]`, stride s, dilation d, anchor
/// (a, b). Under ``OutputSize/valid`` the first window starts at the image's first pixel.
///
/// Shape: H×W×C → H'×W'×C, each channel on its own; kernels that span the depth give H'×W'×N for N
/// kernels. H' = ⌈H / s⌉ for ``OutputSize/same``, ⌊(H − d·(kH − 1) − 1) / s⌋ + 1 for `valid`.
/// Values: linear, unclamped, in the unit of the input; sums in Float, exact for integer
/// kernels as long as Σ|h|·max|x| < 2²⁴.
public struct Convolution: SampleOperation {
  /// Whether kernels are flipped.
  public enum Orientation: Hashable, Sendable {
    /// Kernels are turned by 180°: true convolution.
    case convolution
    /// Kernels are applied as written: cross-correlation.
    case correlation
  }

  /// What becomes of several kernels' answers.
  public enum Combination: Hashable, Sendable {
    /// One map for each kernel, interleaved as channels. Kernels span the depth of the input.
    case stack
    /// √(y₀² + y₁²) of two kernels, for each channel.
    case magnitude
    /// The largest answer, for each channel.
    case maximum
  }

  /// How the sums are formed.
  public enum Method: String, Hashable, Sendable, CaseIterable {
    /// Whatever is estimated to be fastest.
    case automatic = "auto"
    /// kH·kW products for each output.
    case direct
    /// The columns first, then the rows: r·(kH + kW) products for a kernel of rank r.
    case separable
    /// Overlapping tiles are multiplied in the frequency domain.
    case fft
  }

  /// The kernels in correlation order: cell (0, 0) reads the topmost, leftmost pixel.
  let kernels: [Kernel]
  let combination: Combination
  let geometry: WindowGeometry
  /// How positions outside the image are read.
  public let border: Border
  /// How the sums are formed.
  public let method: Method
  /// Columns and rows whose products add up to a single kernel, where few are enough.
  let factors: [Kernel.Factors]?
  /// The tiles of the frequency domain, where these can be used.
  let fourierTile: FourierTile?
  let fourierStore = FourierStore()

  /// Creates a correlation of one or several kernels of the same size, depth and anchor.
  ///
  /// - Parameters:
  ///   - kernels: One kernel or several.
  ///   - combination: What becomes of several kernels' responses.
  ///   - orientation: Whether kernels are flipped.
  ///   - border: How positions outside the image are read.
  ///   - outputSize: Whether the output shrinks to where the window fits.
  ///   - stride: Input pixels from one output pixel to the next.
  ///   - dilation: Pixels from one kernel cell to the next.
  ///   - method: Where ``methods`` does not hold it, the cheapest of those is taken.
  /// - Precondition: There is a kernel, all have one shape, anchors lie in the kernel, and
  ///   `dilation` is at least 1.
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
  }

  /// More terms are never cheaper than the alternatives.
  private static let fewFactors = 4

  /// Whether a window spans all channels, so that each kernel gives one map.
  var spansDepth: Bool { kernels[0].depth > 1 || (combination == .stack && kernels.count > 1) }

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

  public var wholeImageReason: String? {
    geometry.outputSize == .valid ? nil : border.wholeImageReason
  }

  public func inputRows(for rows: Range<Int>, of input: ImageShape) -> Range<Int> {
    geometry.inputRows(for: grown(rows), of: input, border: border)
  }

  /// Whole tiles, so that what a tile sees does not depend on where bands are cut.
  private func grown(_ rows: Range<Int>) -> Range<Int> {
    let grain = rowGrain
    guard grain > 1, !rows.isEmpty else { return rows }
    return rows.lowerBound / grain * grain..<(rows.upperBound + grain - 1) / grain * grain
  }

  public var rowGrain: Int {
    guard case .fourier(let tile) = plan(for: .float32).algorithm else { return 1 }
    return tile.useful.height
  }

  /// Computes output rows from a strip that holds at least ``inputRows(for:of:)``.
  public func apply(to strip: ImageRows, rows: Range<Int>, engine: Engine) -> ImageRows {
    applied(to: strip, rows: rows, engine: engine)
  }

  package func apply(
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

  /// Computes output rows of a kernel for which tiles in the frequency domain were chosen, without.
  func applyWithoutTransform(
    to input: RowSource, rows: Range<Int>, output: ImageShape, into sink: inout RowSink,
    engine: Engine
  ) {
    // Terms that cancel each other would not do so next to large values.
    if let factors, factors.count == 1 {
      SeparableConvolution(self, factors, input: input.shape, output: output, engine: engine)
        .run(input, rows: rows, into: &sink)
    } else {
      TiledConvolution(self, output: output, engine: engine).run(
        input, border: border, rows: rows, into: &sink)
    }
  }
}
