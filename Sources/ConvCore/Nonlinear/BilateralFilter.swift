internal import RowLoops

/// An edge-preserving mean, weighted by distance in the image and by difference in color.
///
///     w = exp(−(i² + j²) / 2σₛ²) · exp(−|x[m + i, n + j] − x[m, n]|² / 2σᵣ²)
///     y[m, n] = Σ w · x[m + i, n + j] / Σ w       for i² + j² ≤ r², r = ⌈3σₛ⌉
///
/// |·| is the Euclidean distance over all channels, so that the channels of a pixel have one common
/// weight. Shape: unchanged, at most 4 channels. The output is NaN if any pixel of the window has a
/// NaN in any channel; an infinite neighbor has weight 0, an infinite center pixel gives NaN. Not a
/// convolution (Tomasi and Manduchi, 1998).
public struct BilateralFilter: RowOperation, Hashable {
  /// The standard deviation σₛ of the spatial weight, in pixels.
  public let spatialSigma: Double
  /// The standard deviation σᵣ of the color weight, in sample units.
  public let rangeSigma: Double
  /// The border rule for positions outside the image.
  public let border: Border
  let geometry: WindowGeometry

  /// Creates a bilateral filter.
  ///
  /// - Precondition: Both sigmas are positive.
  public init(spatialSigma: Double, rangeSigma: Double, border: Border = .replicate) {
    precondition(spatialSigma > 0 && rangeSigma > 0, "sigmas \(spatialSigma), \(rangeSigma)")
    self.spatialSigma = spatialSigma
    self.rangeSigma = rangeSigma
    self.border = border
    // If the square of sigma is 0, neighbors have no weight.
    let radius =
      spatialSigma * spatialSigma > 0 ? Int((3 * spatialSigma).rounded(.up)) : 0
    geometry = WindowGeometry(
      window: Size2D(2 * radius + 1), anchor: Kernel.Anchor(y: radius, x: radius))
  }

  /// Returns the shape of the input, which the filter does not change.
  ///
  /// - Throws: ``ShapeError`` if the image has more than 4 channels.
  public func outputShape(for input: ImageShape) throws(ShapeError) -> ImageShape {
    guard input.channels <= 4 else {
      throw ShapeError("a bilateral filter compares at most 4 channels, not \(input.channels)")
    }
    return input
  }

  /// The reason why the whole image is needed, or `nil`.
  public var wholeImageReason: String? { border.wholeImageReason }

  /// Returns the input rows that some output rows depend on, clamped to the image.
  public func inputRows(for rows: Range<Int>, of input: ImageShape) -> Range<Int> {
    geometry.inputRows(for: rows, of: input, border: border)
  }

  /// Computes output rows and writes them to a sink.
  public func apply(
    to input: RowSource, rows: Range<Int>, into sink: inout RowSink, engine: Engine
  ) {
    sink.take(response(to: input, rows: rows, engine: engine), engine: engine)
  }

  private func response(to input: RowSource, rows: Range<Int>, engine: Engine) -> ImageRows {
    let needed = inputRows(for: rows, of: input.shape)
    let nonfinite = input.nonfiniteRows(in: needed)
    guard !nonfinite.isEmpty else {
      return applyFinite(to: input, rows: rows, engine: engine)
    }
    // A neighbor at an infinite color distance has weight 0; a neighbor at `farthest` does too.
    let finite = input.replacing(nonfinite, in: needed, engine: engine) {
      $0.isNaN ? 0 : $0 > 0 ? BilateralFilter.farthest : -BilateralFilter.farthest
    }
    var result = applyFinite(to: finite, rows: rows, engine: engine)
    mend(&result, from: input, nonfinite)
    return result
  }

  /// A magnitude so large that its squared distance to any other sample is infinite; no file is
  /// expected to hold it.
  private static let farthest = Float.greatestFiniteMagnitude.nextDown.nextDown.nextDown

  /// Sets pixels to NaN that are infinite, or whose window holds a NaN in any channel.
  private func mend(_ result: inout ImageRows, from input: RowSource, _ nonfinite: [Int]) {
    let (rows, shape) = (result.rows, result.shape)
    var window = NonfiniteWindow(
      geometry, over: input, nonfinite: nonfinite, outputWidth: shape.width, border: border)
    let cells = CellRuns(disc, of: geometry.window)
    let own = CellRuns(disc.filter { squaredDistance($0) == 0 }, of: geometry.window)
    for row in rows {
      let around = window.sets(under: cells, channel: nil, outputRow: row)
      let center = window.sets(under: own, channel: nil, outputRow: row)
      for x in around.indices
      where around[x].contains(.nan) || (!center.isEmpty && !center[x].isEmpty) {
        let start = result.offset(ofRow: row) + x * shape.channels
        for index in start..<start + shape.channels { result.samples[index] = .nan }
      }
    }
  }

  private func applyFinite(to input: RowSource, rows: Range<Int>, engine: Engine) -> ImageRows {
    let needed = inputRows(for: rows, of: input.shape)
    guard input.largestMagnitude(in: needed) > 0x1p100 else {
      return average(input, rows: rows, border: border, falloff: falloff, engine: engine)
    }
    // Sums of such samples would overflow, so all samples are scaled down by a power of 2.
    let scaled = input.scaled(by: 0x1p-32, in: needed, engine: engine)
    let border =
      if case .constant(let value) = border { Border.constant(value * 0x1p-32) } else { border }
    var result = average(
      scaled, rows: rows, border: border, falloff: min(falloff, 0x1p63) * 0x1p64, engine: engine)
    let count = result.samples.count
    var span = result.samples.mutableSpan
    engine.loops.scale(&span, at: 0, count: count, scale: 0x1p32, bias: 0)
    return result
  }

  private func average(
    _ input: RowSource, rows: Range<Int>, border: Border, falloff: Float, engine: Engine
  ) -> ImageRows {
    let shape = input.shape
    let cells = disc
    let spatialExponents = cells.map { Float(spatialExponent(squaredDistance($0))) }
    let center = cells.firstIndex { squaredDistance($0) == 0 } ?? 0
    var output = [Float](repeating: 0, count: rows.count * shape.rowLength)
    var planes = [Float](repeating: 0, count: shape.rowLength)
    var window = SlidingWindow(
      geometry, cells: cells, over: input, outputRows: rows, outputWidth: shape.width,
      border: border, splitsChannels: true, engine: engine)
    let planeStride = window.layout.offset(pixel: 0, channel: 1 % shape.channels)
    for y in rows {
      window.move(to: y)
      let end = (shape.channels - 1) * planeStride + shape.width
      precondition(window.offsets.allSatisfy { $0 >= 0 && $0 + end <= window.rows.count })
      var answer = planes.mutableSpan
      engine.loops.bilateral(
        window.rows.span, from: 0, planes: shape.channels, planeStride: planeStride,
        offsets: window.offsets.span, center: center, spatialExponents: spatialExponents.span,
        falloff: falloff, into: &answer, at: 0,
        outputStride: shape.width, count: shape.width)
      var span = output.mutableSpan
      engine.loops.interleave(
        planes.span, from: 0, planes: shape.channels, planeStride: shape.width, into: &span,
        at: (y - rows.lowerBound) * shape.rowLength, count: shape.width)
    }
    return ImageRows(shape: shape, rows: rows, samples: output)
  }

  /// The base 2 logarithm of the spatial weight; 0 at the center pixel for every sigma.
  private func spatialExponent(_ squaredDistance: Double) -> Double {
    squaredDistance == 0
      ? 0 : -squaredDistance / (2 * spatialSigma * spatialSigma) * BilateralFilter.log2e
  }

  /// log₂ e / 2σᵣ², limited to the largest float: a sigma near 0 separates all colors.
  private var falloff: Float {
    Float(
      min(
        BilateralFilter.log2e / (2 * rangeSigma * rangeSigma), Double(Float.greatestFiniteMagnitude)
      ))
  }

  /// The weights are powers of 2.
  private static let log2e = 1.4426950408889634

  private var disc: [WindowCell] {
    let limit = Double(geometry.anchor.y * geometry.anchor.y)
    return WindowCell.all(of: geometry.window).filter { squaredDistance($0) <= limit }
  }

  private func squaredDistance(_ cell: WindowCell) -> Double {
    let (y, x) = (cell.y - geometry.anchor.y, cell.x - geometry.anchor.x)
    return Double(y * y + x * x)
  }
}
