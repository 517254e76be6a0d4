internal import RowLoops

/// The ridges of the Sobel gradient of floats of one channel: what Canny's edges are made of where
/// the picture is smoothed first, or holds floats.
///
/// See ``EdgeLoops`` for what a ridge is. Three rows of gradients are kept at a time.
package struct FloatRidges {
  private let input: SampleRows
  private let border: Border
  private let engine: Engine
  private let low: Float
  private let high: Float
  /// From one part of a gradient to the next: the derivatives, then the strength.
  private let plane: Int
  /// Three rows of gradients, and one of zeros for rows outside the image.
  private var gradients: [Float]
  private var window: WindowRows<Float>
  /// The first and the last columns of three rows, with those of the border beside them.
  private var edge = [Float](repeating: 0, count: 9)

  /// Zeros before and after a row: its first and last places have neighbors, too.
  private static let margin = 16

  /// - Parameters:
  ///   - input: Floats of one channel: all rows that the wanted ones depend on.
  ///   - low: Squared magnitudes above it are ridges.
  ///   - high: Squared magnitudes above it are strong.
  package init(_ input: SampleRows, border: Border, low: Float, high: Float, engine: Engine) {
    precondition(input.type == .float32 && input.shape.channels == 1)
    self.input = input
    self.border = border
    self.low = low
    self.high = high
    self.engine = engine
    plane = input.shape.width + 2 * FloatRidges.margin
    gradients = [Float](repeating: 0, count: 4 * 3 * plane)
    window = WindowRows(input, height: 3, firstRow: 0, border: border, engine: engine)
  }

  /// Marks rows, `pitch` words of bits each; words past the last pixel are 0.
  package mutating func marks(
    in rows: Range<Int>, pitch: Int
  ) -> (weak: [UInt64], strong: [UInt64]) {
    let (height, width) = (input.shape.height, input.shape.width)
    precondition(64 * pitch >= width)
    var weak = [UInt64](repeating: 0, count: rows.count * pitch)
    var strong = weak
    // A neighbor's strength takes one row more on either side.
    let first = max(rows.lowerBound - 1, 0)
    window = WindowRows(input, height: 3, firstRow: first - 1, border: border, engine: engine)
    for y in first..<min(rows.lowerBound + 1, height) { add(y) }
    for y in rows {
      if y + 1 < height { add(y + 1) }
      let around = [strengths(of: y - 1), strengths(of: y), strengths(of: y + 1)]
      let (start, gradients) = (offset(of: y), gradients)
      var weakSpan = weak.mutableSpan
      var strongSpan = strong.mutableSpan
      engine.loops.ridges(
        gradients.span.extracting(droppingFirst: start),
        gradients.span.extracting(droppingFirst: start + plane), from: 0,
        strengths: gradients.span, rows: around.span, low: low, high: high, into: &weakSpan,
        &strongSpan, at: (y - rows.lowerBound) * pitch, count: width)
    }
    return (weak, strong)
  }

  /// Where the gradient of a row begins; the same for all rows outside the image.
  private func offset(of row: Int) -> Int {
    let slot = (0..<input.shape.height).contains(row) ? row % 3 : 3
    return slot * 3 * plane + FloatRidges.margin
  }

  private func strengths(of row: Int) -> Int { offset(of: row) + 2 * plane }

  /// Computes the gradient of a row of the image, in place of that three rows above.
  private mutating func add(_ row: Int) {
    window.move(to: row - 1, height: 3)
    let (samples, rows, width, loops) = (
      window.samples, window.offsets, input.shape.width, engine.loops
    )
    let (start, plane) = (offset(of: row), plane)
    if width > 2 {
      var span = gradients.mutableSpan
      loops.sobel(
        samples.span, rows: rows.span, into: &span, at: start + 1, plane: plane, count: width - 2)
    }
    for column in width > 1 ? [0, width - 1] : [0] {
      for line in 0..<3 {
        for place in 0..<3 {
          let source = border.index(of: column + place - 1, count: width)
          edge[3 * line + place] = source.map { samples[rows[line] + $0] } ?? border.outsideValue
        }
      }
      let (columns, offsets) = (edge, [0, 3, 6])
      var span = gradients.mutableSpan
      loops.sobel(
        columns.span, rows: offsets.span, into: &span, at: start + column, plane: plane, count: 1)
    }
  }
}
