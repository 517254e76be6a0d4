package import ConvCore

/// The positions that are shown, and the part of the input that their windows read.
package struct SlidingCrop: Hashable, Sendable {
  /// The rows of the positions.
  package let rows: Range<Int>
  /// The columns of the positions.
  package let columns: Range<Int>

  /// The number of positions.
  package var count: Int { rows.count * columns.count }

  /// All positions, row by row.
  package var positions: [SlidingPosition] {
    rows.flatMap { y in columns.map { SlidingPosition(y: y, x: $0) } }
  }

  /// The pixels that the first axis of a piece of the input gives; `nil` for none.
  ///
  /// Windows that keep the size belong to the pixel under their anchor; the others lie in the piece
  /// with all the pixels that they hold.
  private static func axis(
    _ count: Int, _ piece: Range<Int>, stride: Int, lead: Int, extent: Int, side: Int, same: Bool
  ) -> Range<Int>? {
    let held = (0..<count).filter { index in
      if same { return piece.contains(index * stride) }
      let start = index * stride - lead
      return max(start, 0) >= piece.lowerBound && min(start + extent, side) <= piece.upperBound
    }
    guard let first = held.first, let last = held.last else { return nil }
    return first..<last + 1
  }

  /// Chooses the positions whose windows belong to a piece of the input.
  ///
  /// - Returns: `nil` when no window belongs to the piece.
  package init?(_ model: SlidingModel, rows: Range<Int>, columns: Range<Int>) {
    let geometry = model.geometry
    let same = model.sizeRule == .same
    guard
      let y = SlidingCrop.axis(
        model.positions.height, rows, stride: geometry.stride.y, lead: geometry.lead.height,
        extent: geometry.extent.height, side: geometry.input.height, same: same),
      let x = SlidingCrop.axis(
        model.positions.width, columns, stride: geometry.stride.x, lead: geometry.lead.width,
        extent: geometry.extent.width, side: geometry.input.width, same: same)
    else { return nil }
    self.init(rows: y, columns: x)
  }

  /// Creates a rectangle of positions.
  package init(rows: Range<Int>, columns: Range<Int>) {
    self.rows = rows
    self.columns = columns
  }

  /// Takes all positions when they are few; otherwise those where the output varies most.
  ///
  /// - Parameters:
  ///   - model: The operation with its output.
  ///   - stops: Positions that the rectangle must hold; it grows where they lie far apart.
  package init(lively model: SlidingModel, holding stops: [SlidingPosition] = []) {
    let (size, geometry) = (model.positions, model.geometry)
    let height = SlidingCrop.side(size.height, geometry.stride.y, geometry.extent.height)
    let width = SlidingCrop.side(size.width, geometry.stride.x, geometry.extent.width)
    let lively = SlidingCrop(lively: model.output, height: height, width: width)
    rows = SlidingCrop.moved(lively.rows, to: stops.map(\.y), below: size.height)
    columns = SlidingCrop.moved(lively.columns, to: stops.map(\.x), below: size.width)
  }

  /// The rectangle of a size in which a map varies most.
  package init(lively map: Image, height: Int, width: Int) {
    let corner = SlidingCrop.liveliest(map, height: height, width: width)
    self.init(rows: corner.y..<corner.y + height, columns: corner.x..<corner.x + width)
  }

  /// Moves a range as little as needed to hold some indices, or makes it larger.
  private static func moved(_ range: Range<Int>, to stops: [Int], below end: Int) -> Range<Int> {
    guard let first = stops.min(), let last = stops.max() else { return range }
    if last - first >= range.count { return first..<last + 1 }
    let start = min(max(range.lowerBound, last + 1 - range.count), first)
    return start..<start + range.count
  }

  /// Whether a position lies in the rectangle.
  package func contains(_ position: SlidingPosition) -> Bool {
    rows.contains(position.y) && columns.contains(position.x)
  }

  /// At most 12 positions along a side, or about 14 pixels of the input.
  package static func side(_ count: Int, _ stride: Int, _ extent: Int) -> Int {
    if count <= 12 && (count - 1) * stride + extent <= 28 { return count }
    let fit = (14 - extent) / stride + 1
    return min(count, max(extent > 10 ? 4 : 2, min(10, fit)))
  }

  /// The first corner of the rectangle in which the output has its largest variance.
  ///
  /// Sums of columns move down with the rectangle: the time depends on the size of the output alone.
  package static func liveliest(_ output: Image, height: Int, width: Int) -> SlidingPosition {
    let shape = output.shape
    var (sums, squares) = (
      [Double](repeating: 0, count: shape.width), [Double](repeating: 0, count: shape.width)
    )
    func add(_ row: Int, _ sign: Double) {
      for x in 0..<shape.width {
        let sample = Double(output.samples[row * shape.width + x])
        guard sample.isFinite else { continue }
        sums[x] += sign * sample
        squares[x] += sign * sample * sample
      }
    }
    var best = (place: SlidingPosition(y: 0, x: 0), variance: -1.0)
    let cells = Double(height * width)
    for y in 0..<shape.height {
      add(y, 1)
      if y >= height { add(y - height, -1) }
      guard y >= height - 1 else { continue }
      var (sum, square) = (0.0, 0.0)
      for x in 0..<shape.width {
        sum += sums[x]
        square += squares[x]
        if x >= width {
          sum -= sums[x - width]
          square -= squares[x - width]
        }
        guard x >= width - 1 else { continue }
        let variance = square / cells - sum / cells * (sum / cells)
        // A clear gain alone moves the rectangle: rounding must not.
        if variance > best.variance * (1 + 1e-9) {
          best = (SlidingPosition(y: y - height + 1, x: x - width + 1), variance)
        }
      }
    }
    return best.place
  }
}
