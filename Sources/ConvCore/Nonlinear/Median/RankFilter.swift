/// A percentile of the window around each pixel, for each channel on its own.
///
///     y[m, n] = the value of rank r among the N² values of the window, counted from 0
///     r = ⌊N² · percent / 100⌋, and N² − 1 for 100 per cent
///
/// This is the definition of SciPy's `percentile_filter`; nothing is interpolated. An even window
/// reaches N / 2 pixels up and left. The output is NaN if the window holds a NaN; infinities are the
/// smallest and largest values. Shape: unchanged.
///
/// Cost: bytes use histograms, about 10 ns a value for every side; the smallest and the largest
/// value are an erosion and a dilation; other samples are selected bit by bit, side² values for each
/// output.
public struct RankFilter: RowOperation, Hashable {
  /// The percentile, 0…100.
  public let percent: Double
  /// The border rule for positions outside the image.
  public let border: Border
  private let window: RankedWindow

  /// Creates the filter.
  ///
  /// - Precondition: `percent` is 0…100 and `side` is at least 1.
  public init(percent: Double, side: Int, border: Border = .replicate) {
    precondition(side > 0 && (0...100).contains(percent), "\(percent) % of side \(side)")
    self.percent = percent
    self.border = border
    let count = side * side
    // The product comes first, as in SciPy: rounding decides some ranks.
    let rank = percent == 100 ? count - 1 : Int(Double(count) * percent / 100)
    window = RankedWindow(side: side, rank: min(rank, count - 1), border: border)
  }

  /// The side of the window, in pixels.
  public var side: Int { window.geometry.window.height }

  /// Returns the shape of the input, which the filter does not change.
  public func outputShape(for input: ImageShape) throws(ShapeError) -> ImageShape { input }

  /// The reason why the whole image is needed, or `nil`.
  public var wholeImageReason: String? { border.wholeImageReason }

  /// Returns the input rows that some output rows depend on, clamped to the image.
  public func inputRows(for rows: Range<Int>, of input: ImageShape) -> Range<Int> {
    window.geometry.inputRows(for: rows, of: input, border: border)
  }

  /// Computes output rows and writes them to a sink.
  public func apply(
    to input: RowSource, rows: Range<Int>, into sink: inout RowSink, engine: Engine
  ) {
    window.apply(to: input, rows: rows, into: &sink, engine: engine)
  }
}
