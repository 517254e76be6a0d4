/// Rows of one sample type, read without a copy.
///
/// A row outside the image is a row of the image or a row of the border's constant.
struct SampleRows<Sample: WindowSample> {
  private let input: RowSource
  private let border: Border
  private let outside: [Sample]

  /// Creates the rows of an image.
  ///
  /// - Precondition: The samples, and the border's constant, are of the type.
  init(_ input: RowSource, border: Border) {
    self.input = input
    self.border = border
    outside = [Sample](
      repeating: Sample(border.outsideValue), count: input.shape.rowLength)
  }

  /// Returns the array that holds a row, and the index where the row begins.
  func row(_ row: Int) -> (samples: [Sample], start: Int) {
    guard let source = border.index(of: row, count: input.shape.height) else {
      return (outside, 0)
    }
    guard let band = input.band(holding: source), let samples = Sample.array(of: band.samples)
    else { preconditionFailure("row \(row) is in no band of \(Sample.self)") }
    return (samples, (source - band.rows.lowerBound) * input.shape.rowLength)
  }
}
