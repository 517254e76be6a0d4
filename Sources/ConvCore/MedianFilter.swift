import RowLoops

/// The median of the window around each pixel, for each channel on its own.
///
///     y[m, n] = median of x[m + i, n + j] over |i|, |j| ≤ (side − 1) / 2
///
/// Shape: unchanged. Removes specks without blurring edges; not a convolution (Tukey, 1977).
public struct MedianFilter: StripOperation, Hashable {
  let geometry: WindowGeometry
  /// How positions outside the image are read.
  public let border: Border

  /// Creates a median over `side` × `side` pixels.
  ///
  /// - Precondition: `side` is odd.
  public init(side: Int, border: Border = .replicate) {
    precondition(side > 0 && side % 2 == 1, "a median of side \(side)")
    let middle = (side - 1) / 2
    geometry = WindowGeometry(window: Size2D(side), anchor: Kernel.Anchor(y: middle, x: middle))
    self.border = border
  }

  public func outputShape(for input: ImageShape) throws(ShapeError) -> ImageShape { input }

  public var wholeImageReason: String? { border.wholeImageReason }

  public func inputRows(for rows: Range<Int>, of input: ImageShape) -> Range<Int> {
    geometry.inputRows(for: rows, of: input, border: border)
  }

  public func apply(to strip: Strip, rows: Range<Int>, engine: Engine) -> Strip {
    let length = strip.shape.rowLength
    var output = [Float](repeating: 0, count: rows.count * length)
    var window = SlidingWindow(
      geometry, cells: WindowCell.all(of: geometry.window), over: strip, outputRows: rows,
      outputWidth: strip.shape.width, border: border, splitsChannels: false, engine: engine)
    for y in rows {
      window.move(to: y)
      precondition(window.offsets.allSatisfy { $0 >= 0 && $0 + length <= window.rows.count })
      var span = output.mutableSpan
      engine.loops.fold(
        .median, window.rows.span, from: 0, offsets: window.offsets.span, into: &span,
        at: (y - rows.lowerBound) * length, count: length)
    }
    return Strip(shape: strip.shape, rows: rows, samples: output)
  }
}
