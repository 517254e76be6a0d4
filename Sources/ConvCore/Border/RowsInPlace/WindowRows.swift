/// The rows under a window that moves down an image.
///
/// Rows are read in place, without a copy, as long as all of them lie in one band and have the
/// sample type of the loop; rows outside the image are then rows of the image. Otherwise rows are
/// copied into a ring. Columns outside the image are not included: see ``EdgeColumns``.
struct WindowRows<Sample: WindowSample> {
  /// The index in ``samples`` where each row of the last move begins.
  private(set) var offsets: [Int] = []

  private let input: RowSource
  private let border: Border
  private let engine: Engine
  private var ring: RowRing<Sample>
  private var band: Range<Int> = 0..<0
  private var bandSamples: [Sample] = []
  private var isInPlace = false

  /// Creates the rows of a window.
  ///
  /// - Parameters:
  ///   - input: The rows of the image.
  ///   - height: The largest number of rows that are read together.
  ///   - firstRow: The position of the first row, which may lie outside the image.
  ///   - border: The rule for rows outside the image.
  ///   - engine: The build of the loops.
  init(_ input: RowSource, height: Int, firstRow: Int, border: Border, engine: Engine) {
    self.input = input
    self.border = border
    self.engine = engine
    ring = RowRing(
      capacity: height, rowLength: input.shape.rowLength, firstRow: firstRow, zero: Sample(UInt8(0))
    )
  }

  /// The buffer that ``offsets`` refer to.
  var samples: [Sample] { isInPlace ? bandSamples : ring.rows }

  /// Moves down to `height` rows from `top` on.
  mutating func move(to top: Int, height: Int) {
    if offsets.count != height { offsets = [Int](repeating: 0, count: height) }
    isInPlace = findInPlace(top, height)
    if isInPlace { return }
    ring.advance(to: top + height - 1) { [input, border, engine] row, rows, start in
      if let source = border.index(of: row, count: input.shape.height) {
        Sample.copy(source, of: input, into: &rows, at: start, engine: engine)
      } else {
        let value = Sample(border.outsideValue)
        for i in start..<start + input.shape.rowLength { rows[i] = value }
      }
    }
    for row in 0..<height { offsets[row] = ring.offset(of: top + row) }
  }

  /// Moves down like ``move(to:height:)``, and finds out how many windows follow in place.
  ///
  /// - Parameters:
  ///   - top: The first row of the first window.
  ///   - height: Number of rows of a window.
  ///   - limit: The largest number of windows that are needed.
  /// - Returns: The number of windows, at least 1: the rows of each lie one row below those of the
  ///   window before, and ``offsets`` are those of the first.
  mutating func move(to top: Int, height: Int, limit: Int) -> Int {
    move(to: top, height: height)
    guard isInPlace && top >= band.lowerBound else { return 1 }
    // The rows of a window are consecutive if the last one is not a row of the border.
    return max(1, min(limit, band.upperBound - height - top + 1))
  }

  private mutating func findInPlace(_ top: Int, _ height: Int) -> Bool {
    if point(top, height) { return true }
    guard let first = border.index(of: top, count: input.shape.height),
      let found = input.band(holding: first), found.rows != band,
      let samples = Sample.array(of: found.samples)
    else { return false }
    (band, bandSamples) = (found.rows, samples)
    return point(top, height)
  }

  /// Sets the offsets, if all rows lie in the band that was found last.
  private mutating func point(_ top: Int, _ height: Int) -> Bool {
    let length = input.shape.rowLength
    for row in 0..<height {
      guard let source = border.index(of: top + row, count: input.shape.height),
        band.contains(source)
      else { return false }
      offsets[row] = (source - band.lowerBound) * length
    }
    return true
  }
}
