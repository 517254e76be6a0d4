import Foundation
internal import RowLoops

/// An edge-preserving mean: neighbours count by their distance in the picture and in colour.
///
///     w = exp(−(i² + j²) / 2σₛ²) · exp(−|x[m + i, n + j] − x[m, n]|² / 2σᵣ²)
///     y[m, n] = Σ w · x[m + i, n + j] / Σ w       for i² + j² ≤ r², r = ⌈3σₛ⌉
///
/// |·| is the Euclidean distance over all channels, so that colours stay together. Shape:
/// unchanged, at most 4 channels. Not a convolution (Tomasi and Manduchi, 1998).
public struct BilateralFilter: StripOperation, Hashable {
  /// σₛ, in pixels.
  public let spatialSigma: Double
  /// σᵣ, in sample units.
  public let rangeSigma: Double
  /// How positions outside the image are read.
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
    let radius = Int((3 * spatialSigma).rounded(.up))
    geometry = WindowGeometry(
      window: Size2D(2 * radius + 1), anchor: Kernel.Anchor(y: radius, x: radius))
  }

  public func outputShape(for input: ImageShape) throws(ShapeError) -> ImageShape {
    guard input.channels <= 4 else {
      throw ShapeError("a bilateral filter compares at most 4 channels, not \(input.channels)")
    }
    return input
  }

  public var wholeImageReason: String? { border.wholeImageReason }

  public func inputRows(for rows: Range<Int>, of input: ImageShape) -> Range<Int> {
    geometry.inputRows(for: rows, of: input, border: border)
  }

  public func apply(to strip: Strip, rows: Range<Int>, engine: Engine) -> Strip {
    let shape = strip.shape
    let cells = disc
    let spatial = cells.map { Float(exp(-squaredDistance($0) / (2 * spatialSigma * spatialSigma))) }
    let center = cells.firstIndex { squaredDistance($0) == 0 } ?? 0
    var output = [Float](repeating: 0, count: rows.count * shape.rowLength)
    var planes = [Float](repeating: 0, count: shape.rowLength)
    var window = SlidingWindow(
      geometry, cells: cells, over: SampleRows(strip), outputRows: rows, outputWidth: shape.width,
      border: border, splitsChannels: true, engine: engine)
    let planeStride = window.layout.offset(pixel: 0, channel: 1 % shape.channels)
    for y in rows {
      window.move(to: y)
      let end = (shape.channels - 1) * planeStride + shape.width
      precondition(window.offsets.allSatisfy { $0 >= 0 && $0 + end <= window.rows.count })
      var answer = planes.mutableSpan
      engine.loops.bilateral(
        window.rows.span, from: 0, planes: shape.channels, planeStride: planeStride,
        offsets: window.offsets.span, center: center, spatial: spatial.span,
        falloff: Float(1 / (2 * rangeSigma * rangeSigma)), into: &answer, at: 0,
        outputStride: shape.width, count: shape.width)
      var span = output.mutableSpan
      engine.loops.interleave(
        planes.span, from: 0, planes: shape.channels, planeStride: shape.width, into: &span,
        at: (y - rows.lowerBound) * shape.rowLength, count: shape.width)
    }
    return Strip(shape: shape, rows: rows, samples: output)
  }

  private var disc: [WindowCell] {
    let limit = Double(geometry.anchor.y * geometry.anchor.y)
    return WindowCell.all(of: geometry.window).filter { squaredDistance($0) <= limit }
  }

  private func squaredDistance(_ cell: WindowCell) -> Double {
    let (y, x) = (cell.y - geometry.anchor.y, cell.x - geometry.anchor.x)
    return Double(y * y + x * x)
  }
}
