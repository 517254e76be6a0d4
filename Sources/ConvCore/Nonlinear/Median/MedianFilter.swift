/// The median of the window around each pixel, for each channel on its own.
///
///     y[m, n] = median of x[m + i, n + j] over |i|, |j| ≤ (side − 1) / 2
///
/// The output is NaN if the window holds a NaN; infinities are the smallest and largest values.
/// Shape: unchanged. The median removes specks without blurring edges. It is not a convolution
/// (Tukey, 1977).
///
/// Cost: bytes, for every output type, use sorting networks for sides 3 and 5, well below 1 ns a
/// value, and histograms up to side 255, about 10 ns a value for every side. Other samples use the
/// same networks for sides 3 and 5, and are selected bit by bit for larger sides: about 0.4 ns for
/// each of the side² values of a window.
public struct MedianFilter: RowOperation, Hashable {
  let geometry: WindowGeometry
  /// The border rule for positions outside the image.
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

  /// Returns the shape of the input, which the filter does not change.
  public func outputShape(for input: ImageShape) throws(ShapeError) -> ImageShape { input }

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
    RankedWindow(side: side, rank: side * side / 2, border: border)
      .apply(to: input, rows: rows, into: &sink, engine: engine)
  }

  /// The side of the window, in pixels.
  public var side: Int { geometry.window.height }
}
