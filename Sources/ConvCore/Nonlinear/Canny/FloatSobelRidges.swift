internal import RowLoops

/// Finds the ridges of the Sobel gradient of one channel of floats, for Canny's edges of smoothed
/// or float images.
///
/// ``EdgeLoops`` defines a ridge. The buffers hold four rows of the image with border columns, and
/// three rows of squared magnitudes. The image rows are requested in order.
package struct FloatSobelRidges {
  private let width: Int
  private let height: Int
  private let border: Border
  private let layout: PaddedRow
  private let engine: Engine
  private let low: Float
  private let high: Float
  /// Rows of the image: the three rows under the window, and the row below.
  private var lines: RowRing<Float>
  /// Squared magnitudes of three rows, and a row of zeros for rows outside the image.
  private var strengths: [Float]

  /// Number of zeros before and after a row, so that the first and last pixels have neighbors.
  private static let margin = 16

  /// Creates the buffers for one image.
  ///
  /// - Parameters:
  ///   - shape: The shape of the image, which has one channel.
  ///   - border: The rule for positions outside the image.
  ///   - low: Pixels with larger squared magnitudes can be ridges.
  ///   - high: Ridges with larger squared magnitudes are strong.
  ///   - engine: The build of the loops.
  package init(
    _ shape: ImageShape, border: Border, low: Float, high: Float, engine: Engine
  ) {
    precondition(shape.channels == 1)
    (width, height) = (shape.width, shape.height)
    self.border = border
    self.low = low
    self.high = high
    self.engine = engine
    let geometry = WindowGeometry(window: Size2D(3), anchor: Kernel.Anchor(y: 1, x: 1))
    layout = geometry.paddedRow(
      for: shape, outputWidth: width, border: border, splitsChannels: false)
    lines = FloatSobelRidges.lines(layout.length, from: 0)
    strengths = [Float](repeating: 0, count: 4 * (width + 2 * FloatSobelRidges.margin))
  }

  private static func lines(_ length: Int, from row: Int) -> RowRing<Float> {
    RowRing(capacity: 4, rowLength: length, firstRow: row, zero: 0)
  }

  /// Marks the ridges of some rows, a bit for each pixel.
  ///
  /// - Parameters:
  ///   - rows: The rows of the image to mark.
  ///   - rowStride: Words of 64 bits for each row, enough for its width.
  ///   - source: Returns the floats of a row of the image.
  /// - Returns: A bit set for each weak and each strong ridge, `rowStride` words a row; bits after
  ///   the last pixel are 0.
  package mutating func marks(
    in rows: Range<Int>, rowStride: Int, of source: (Int) -> RowSource
  ) -> (weak: [UInt64], strong: [UInt64]) {
    precondition(64 * rowStride >= width)
    var weak = [UInt64](repeating: 0, count: rows.count * rowStride)
    var strong = weak
    // The comparison with neighbors needs one more row of strengths above and below.
    let first = max(rows.lowerBound - 1, 0)
    lines = FloatSobelRidges.lines(layout.length, from: first - 1)
    for y in first..<min(rows.lowerBound + 1, height) { addStrengths(of: y, source) }
    for y in rows {
      if y + 1 < height { addStrengths(of: y + 1, source) }
      let around = [offset(of: y - 1), offset(of: y), offset(of: y + 1)]
      let (values, lines, strengths) = (lines.rows, window(around: y), strengths)
      var weakSpan = weak.mutableSpan
      var strongSpan = strong.mutableSpan
      engine.loops.ridges(
        of: values.span, lines: lines.span, strengths: strengths.span, rows: around.span, low: low,
        high: high, into: &weakSpan, &strongSpan, at: (y - rows.lowerBound) * rowStride,
        count: width)
    }
    return (weak, strong)
  }

  /// Returns the offset of a row's strengths; all rows outside the image share one row.
  private func offset(of row: Int) -> Int {
    let slot = (0..<height).contains(row) ? row % 3 : 3
    return slot * (width + 2 * FloatSobelRidges.margin) + FloatSobelRidges.margin
  }

  /// Returns the offsets of the three rows around a row.
  private func window(around row: Int) -> [Int] { (row - 1...row + 1).map(lines.offset) }

  /// Computes the strengths of a row, overwriting the strengths three rows above.
  private mutating func addStrengths(of row: Int, _ source: (Int) -> RowSource) {
    let (border, layout, engine, height) = (border, layout, engine, height)
    lines.advance(to: row + 1) { row, rows, start in
      guard let row = border.index(of: row, count: height) else {
        return layout.fillOutside(into: &rows, at: start, value: border.outsideValue)
      }
      // The layout is contiguous, so no scratch is needed.
      var scratch: [Float] = []
      layout.fill(
        row, of: source(row), scratch: &scratch, into: &rows, at: start, engine: engine)
    }
    let (values, lines, start) = (lines.rows, window(around: row), offset(of: row))
    let (loops, width) = (engine.loops, width)
    var span = strengths.mutableSpan
    loops.sobelStrength(values.span, rows: lines.span, into: &span, at: start, count: width)
  }
}
