import RowLoops

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
public struct Correlation: StripOperation, Hashable {
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
  public enum Method: Hashable, Sendable {
    /// kH·kW products for each output.
    case direct
    /// kH + kW products: the rows first, then the columns. For a kernel of rank 1.
    case separable(Kernel.Factors)
  }

  /// The kernels in correlation order: cell (0, 0) reads the topmost, leftmost pixel.
  let kernels: [Kernel]
  let combination: Combination
  let geometry: WindowGeometry
  /// How positions outside the image are read.
  public let border: Border
  /// How the sums are formed.
  public let method: Method

  /// Creates a correlation of one or several kernels of the same size, depth and anchor.
  ///
  /// - Parameter usesFactors: Whether a single kernel of rank 1 is applied in two passes.
  /// - Precondition: There is a kernel, all have one shape, anchors lie in the kernel, and
  ///   `dilation` is at least 1.
  public init(
    _ kernels: [Kernel], combination: Combination = .stack,
    orientation: Orientation = .convolution, border: Border = .replicate,
    outputSize: OutputSize = .same, stride: Stride2D = .one, dilation: Int = 1,
    usesFactors: Bool = false
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
    if usesFactors, oriented.count == 1, let factors = first.factors {
      method = .separable(factors)
    } else {
      method = .direct
    }
  }

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
    geometry.inputRows(for: rows, of: input, border: border)
  }

  public func apply(to strip: Strip, rows: Range<Int>, engine: Engine) -> Strip {
    guard let shape = try? outputShape(for: strip.shape) else {
      preconditionFailure("\(kernels[0].size)×\(kernels[0].depth) kernel on \(strip.shape)")
    }
    var output = [Float](repeating: 0, count: rows.count * shape.rowLength)
    switch method {
    case .direct:
      DirectPass(self, output: shape, engine: engine)
        .run(strip, rows: rows, into: &output)
    case .separable(let factors):
      SeparablePass(self, factors, input: strip.shape, output: shape, engine: engine)
        .run(strip, rows: rows, into: &output)
    }
    return Strip(shape: shape, rows: rows, samples: output)
  }
}

/// All taps of the window at once.
private struct DirectPass {
  let correlation: Correlation
  let weights: [Float]
  /// In the order of summation: channels, then rows, then columns, as a network layer sums.
  let cells: [WindowCell]
  let output: ImageShape
  let engine: Engine

  init(_ correlation: Correlation, output: ImageShape, engine: Engine) {
    self.correlation = correlation
    self.output = output
    self.engine = engine
    let kernels = correlation.kernels
    let cells = WindowCell.all(of: kernels[0].size, depth: kernels[0].depth).filter { cell in
      kernels.contains { $0[cell.y, cell.x, cell.channel] != 0 }
    }
    self.cells = cells
    weights = kernels.flatMap { kernel in cells.map { Float(kernel[$0.y, $0.x, $0.channel]) } }
  }

  func run(_ strip: Strip, rows: Range<Int>, into samples: inout [Float]) {
    var window = SlidingWindow(
      correlation.geometry, cells: cells, over: strip, outputRows: rows, outputWidth: output.width,
      border: correlation.border, splitsChannels: correlation.spansDepth, engine: engine)
    let maps = correlation.kernels.count
    let count = correlation.spansDepth ? output.width : output.rowLength
    var answers = [Float](repeating: 0, count: maps > 1 ? maps * count : 0)
    for y in rows {
      window.move(to: y)
      let at = (y - rows.lowerBound) * output.rowLength
      if maps == 1 {
        correlate(window.rows, window.offsets, into: &samples, at: at, count: count)
      } else {
        correlate(window.rows, window.offsets, into: &answers, at: 0, count: count)
        combine(answers, count: count, into: &samples, at: at)
      }
    }
  }

  /// The checked door to the loop.
  private func correlate(
    _ rows: [Float], _ offsets: [Int], into output: inout [Float], at start: Int, count: Int
  ) {
    let maps = correlation.kernels.count
    precondition(weights.count == maps * offsets.count)
    precondition(offsets.allSatisfy { $0 >= 0 && $0 + count <= rows.count })
    precondition(start >= 0 && start + maps * count <= output.count)
    var span = output.mutableSpan
    engine.loops.correlate(
      rows.span, from: 0, offsets: offsets.span, weights: weights.span, outputs: maps, into: &span,
      at: start, outputStride: count, count: count)
  }

  private func combine(_ answers: [Float], count: Int, into samples: inout [Float], at start: Int) {
    var span = samples.mutableSpan
    let maps = correlation.kernels.count
    switch correlation.combination {
    case .stack:
      engine.loops.interleave(
        answers.span, from: 0, planes: maps, planeStride: count, into: &span, at: start,
        count: count)
    case .magnitude:
      engine.loops.magnitude(
        answers.span, from: 0, planeStride: count, into: &span, at: start, count: count)
    case .maximum:
      let planes = (0..<maps).map { $0 * count }
      engine.loops.fold(
        .maximum, answers.span, from: 0, offsets: planes.span, into: &span, at: start, count: count)
    }
  }
}

/// The rows first, then the columns, the intermediate rows kept in a ring.
private struct SeparablePass {
  let correlation: Correlation
  let layout: PaddedRow
  let vertical: [Float]
  let horizontal: [Float]
  let horizontalOffsets: [Int]
  let output: ImageShape
  let engine: Engine

  init(
    _ correlation: Correlation, _ factors: Kernel.Factors, input: ImageShape, output: ImageShape,
    engine: Engine
  ) {
    self.correlation = correlation
    self.output = output
    self.engine = engine
    let geometry = correlation.geometry
    let layout = geometry.paddedRow(
      for: input, outputWidth: output.width, border: correlation.border, splitsChannels: false)
    self.layout = layout
    vertical = factors.vertical.map(Float.init)
    horizontal = factors.horizontal.map(Float.init)
    horizontalOffsets = horizontal.indices.map { layout.offset(pixel: $0 * geometry.dilation) }
  }

  func run(_ strip: Strip, rows: Range<Int>, into samples: inout [Float]) {
    let geometry = correlation.geometry
    let loader = RowLoader(
      strip: strip, border: correlation.border, layout: layout, engine: engine)
    let first = geometry.virtualRows(for: rows)
    var ring = RowRing(
      capacity: geometry.reach.height, rowLength: output.rowLength, firstRow: first.lowerBound)
    var scratch = [Float](repeating: 0, count: layout.scratchLength)
    var padded = [Float](repeating: 0, count: layout.length)
    var offsets = [Int](repeating: 0, count: vertical.count)
    for y in rows {
      let top = y * geometry.stride.y - geometry.lead.height
      ring.advance(to: top + geometry.reach.height - 1) { row, rows, start in
        loader.load(row, scratch: &scratch, into: &padded, at: 0)
        pass(padded, horizontalOffsets, horizontal, into: &rows, at: start)
      }
      for t in vertical.indices { offsets[t] = ring.offset(of: top + t * geometry.dilation) }
      pass(
        ring.rows, offsets, vertical, into: &samples,
        at: (y - rows.lowerBound) * output.rowLength)
    }
  }

  /// The checked door to the loop, for one pass.
  private func pass(
    _ input: [Float], _ offsets: [Int], _ weights: [Float], into output: inout [Float],
    at start: Int
  ) {
    let count = self.output.rowLength
    precondition(offsets.allSatisfy { $0 >= 0 && $0 + count <= input.count })
    precondition(start >= 0 && start + count <= output.count)
    var span = output.mutableSpan
    engine.loops.correlate(
      input.span, from: 0, offsets: offsets.span, weights: weights.span, outputs: 1, into: &span,
      at: start, outputStride: count, count: count)
  }
}
