internal import RowLoops

/// Finds the ridges of the Sobel gradient of bytes, in integers, for Canny's edges.
///
/// ``EdgeLoops`` defines a ridge. Of several channels, the one with the largest magnitude counts.
/// Groups of 16 pixels in which no magnitude can exceed the low threshold need only the gradient;
/// all other groups are tested 16 pixels at a time.
package struct SobelRidges {
  private let input: RowSource
  private let border: Border
  private let engine: Engine
  private let low: Int32
  private let high: Int32
  private let bound: Int16

  /// Creates the buffers for one image; `nil` if samples or the border's constant are not bytes.
  ///
  /// - Parameters:
  ///   - input: The rows of the image.
  ///   - border: The rule for positions outside the image.
  ///   - low: Pixels with larger squared magnitudes can be ridges.
  ///   - high: Ridges with larger squared magnitudes are strong.
  ///   - engine: The build of the loops.
  package init?(_ input: RowSource, border: Border, low: Float, high: Float, engine: Engine) {
    guard input.type == .uint8 && border.isByte else { return nil }
    self.input = input
    self.border = border
    self.engine = engine
    self.low = SobelRidges.wholePart(low)
    self.high = SobelRidges.wholePart(high)
    // No bound exceeds three times the largest derivative, 4 · 255.
    bound = Int16(min(2 * Double(self.low).squareRoot(), 3060))
  }

  /// Returns ⌊t⌋: for integers n, n > t exactly when n > ⌊t⌋.
  private static func wholePart(_ threshold: Float) -> Int32 {
    threshold < 0x1p31 ? Int32(threshold.rounded(.down)) : .max
  }

  /// Marks the ridges of rows, `rowStride` words of bits each; bits after the last pixel are 0.
  package func marks(
    in rows: Range<Int>, rowStride: Int
  ) -> (weak: [UInt64], strong: [UInt64]) {
    let (height, width) = (input.shape.height, input.shape.width)
    precondition(64 * rowStride >= width)
    var weak = [UInt64](repeating: 0, count: rows.count * rowStride)
    var strong = weak
    var slopes = SlopeRows(input, border: border, engine: engine, above: rows.lowerBound - 1)
    var groups = [Int](repeating: 0, count: (width + 15) / 16 + 1)
    // The comparison with neighbors needs one more row of gradients above and below.
    for y in max(rows.lowerBound - 1, 0)..<min(rows.lowerBound + 1, height) { slopes.add(y) }
    for y in rows {
      if y + 1 < height { slopes.add(y + 1) }
      let (start, plane) = ((y - rows.lowerBound) * rowStride, slopes.plane)
      let places = [slopes.offset(of: y - 1), slopes.offset(of: y), slopes.offset(of: y + 1)]
      var list = groups.mutableSpan
      let found = engine.loops.steepGroups(
        slopes.values.span, from: places[1], plane: plane, bound: bound, into: &list, count: width)
      var weakSpan = weak.mutableSpan
      var strongSpan = strong.mutableSpan
      engine.loops.ridges(
        slopes.values.span, rows: places.span, plane: plane, groups: list.span, found: found,
        low: low, high: high, into: &weakSpan, &strongSpan, at: start)
    }
    return (weak, strong)
  }
}

/// The gradients of three rows that move down an image, surrounded by zeros.
private struct SlopeRows {
  private(set) var values: [Int16]
  /// The offset from a derivative to the right to the derivative downward.
  let plane: Int

  private let shape: ImageShape
  private let border: BorderColumns
  /// The border's constant.
  private let outside: Int16
  private var window: WindowRows<UInt8>
  /// Vertical sums and differences of the columns under a row, border columns included.
  private var columns: [Int16]
  /// The gradients of all channels.
  private var samples: [Int16]
  private let engine: Engine

  /// Number of zeros before a row, so that the first pixel has a neighbor.
  private static let margin = 32

  init(_ input: RowSource, border: Border, engine: Engine, above first: Int) {
    let shape = input.shape
    self.shape = shape
    self.engine = engine
    outside = Int16(border.outsideValue)
    let geometry = WindowGeometry(window: Size2D(3), anchor: Kernel.Anchor(y: 1, x: 1))
    self.border = BorderColumns(geometry, over: shape, width: shape.width, border: border)
    window = WindowRows(
      input, height: 3, firstRow: max(first, 0) - 1, border: border, engine: engine)
    columns = [Int16](repeating: 0, count: 2 * self.border.length)
    // The loops read whole groups of 16.
    plane = SlopeRows.margin + (shape.width + 15) / 16 * 16 + SlopeRows.margin
    // The last row stays 0: it stands for all rows outside the image.
    values = [Int16](repeating: 0, count: 4 * 2 * plane)
    samples = [Int16](repeating: 0, count: shape.channels > 1 ? 2 * shape.rowLength : 0)
  }

  /// Returns the offset of a row; all rows outside the image share one row.
  func offset(of row: Int) -> Int {
    let slot = (0..<shape.height).contains(row) ? row % 3 : 3
    return slot * 2 * plane + SlopeRows.margin
  }

  /// Computes the gradient of a row of the image, overwriting the gradient three rows above.
  mutating func add(_ row: Int) {
    fillColumns(around: row)
    let (columns, border, plane, loops) = (columns, border, plane, engine.loops)
    let (width, length, channels) = (shape.width, shape.rowLength, shape.channels)
    let start = offset(of: row)
    guard channels > 1 else {
      var span = values.mutableSpan
      return loops.sobel(
        columns.span, columnPlane: border.length, step: 1, into: &span, at: start, plane: plane,
        count: width)
    }
    var wide = samples.mutableSpan
    loops.sobel(
      columns.span, columnPlane: border.length, step: channels, into: &wide, at: 0, plane: length,
      count: length)
    let gradients = samples
    var span = values.mutableSpan
    loops.strongest(
      gradients.span, inputPlane: length, channels: channels, into: &span, at: start,
      plane: plane, count: width)
  }

  private mutating func fillColumns(around row: Int) {
    window.move(to: row - 1, height: 3)
    let (bytes, rows, border, loops) = (window.samples, window.offsets, border, engine.loops)
    let length = shape.rowLength
    precondition(rows.allSatisfy { $0 >= 0 && $0 + length <= bytes.count })
    var span = columns.mutableSpan
    loops.sobelColumns(
      bytes.span, rows: rows.span, into: &span, at: border.left, plane: border.length,
      count: length)
    border.fill(&columns, at: 0, outside: 4 * outside)
    border.fill(&columns, at: border.length, outside: 0)
  }
}
