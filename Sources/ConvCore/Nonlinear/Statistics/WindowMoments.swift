internal import RowLoops

/// The means and the variances of the N×N windows around the values of a row, for each channel on
/// its own.
///
/// Sums are double precision. Integers are summed as they are and exactly, row by row as the window
/// moves down. Floats are summed anew for each row, as differences from a value of their
/// neighborhood, so that a small variance of large values keeps its digits.
struct WindowMoments {
  /// The means of the last row.
  private(set) var means: [Double]
  /// The variances of the last row, of the population: sums are divided by N².
  private(set) var variances: [Double]

  private let side: Int
  private let channels: Int
  private let engine: Engine
  private let areIntegers: Bool
  /// Number of outputs that share their pivots.
  private let segment: Int
  private var window: SlidingWindow
  private var lastRow: Int?
  private var pivots: [Double]
  private var sums: [Double]
  private var squares: [Double]
  private var work: [Double]
  /// The sums of the windows, then the sums of squares.
  private var totals: [Double]

  /// The window of a side: N / 2 pixels up and left of its pixel.
  static func geometry(side: Int) -> WindowGeometry {
    WindowGeometry(window: Size2D(side), anchor: Kernel.Anchor(y: side / 2, x: side / 2))
  }

  /// Creates the windows of an image without nonfinite samples.
  init(side: Int, over input: RowSource, rows: Range<Int>, border: Border, engine: Engine) {
    let shape = input.shape
    self.side = side
    channels = shape.channels
    self.engine = engine
    areIntegers = input.type != .float32 && UInt16(exactly: border.outsideValue) != nil
    window = SlidingWindow(
      WindowMoments.geometry(side: side),
      cells: (0..<side).map { WindowCell(channel: 0, y: $0, x: 0) }, over: input,
      outputRows: rows, outputWidth: shape.width, border: border, splitsChannels: false,
      engine: engine)
    let length = shape.rowLength
    segment = areIntegers ? max(length, 1) : max(256, side) * channels
    let columns = (side - 1) * channels + min(segment, length)
    pivots = [Double](repeating: 0, count: columns)
    sums = [Double](repeating: 0, count: columns)
    squares = sums
    work = [Double](repeating: 0, count: engine.loops.momentWork + 4 * side * channels)
    means = [Double](repeating: 0, count: length)
    variances = means
    totals = [Double](repeating: 0, count: 2 * min(segment, length))
  }

  /// Moves down to a row and computes its moments.
  mutating func move(to y: Int) {
    if areIntegers {
      slide(to: y)
      finish(0..<means.count)
      return
    }
    window.move(to: y)
    for first in stride(from: 0, to: means.count, by: segment) {
      let outputs = first..<min(first + segment, means.count)
      choosePivots(outputs)
      clear()
      for row in 0..<side { add(row, 1, from: first) }
      finish(outputs)
    }
  }

  private mutating func slide(to y: Int) {
    if lastRow == y - 1 {
      add(0, -1, from: 0)
      window.move(to: y)
      add(side - 1, 1, from: 0)
    } else {
      window.move(to: y)
      clear()
      for row in 0..<side { add(row, 1, from: 0) }
    }
    lastRow = y
  }

  private mutating func clear() {
    for index in sums.indices { (sums[index], squares[index]) = (0, 0) }
  }

  /// Chooses a value of each channel in the middle row; one outlier does not become the pivot.
  private mutating func choosePivots(_ outputs: Range<Int>) {
    let middle = window.offsets[side / 2] + outputs.lowerBound
    let last = (side - 1) * channels + outputs.count - channels
    var values = [Double](repeating: 0, count: channels)
    for channel in 0..<channels {
      let three = [0, last / channels / 2 * channels, last].map {
        window.rows[middle + channel + $0]
      }
      values[channel] = Double(three.sorted()[1])
    }
    for index in pivots.indices { pivots[index] = values[index % channels] }
  }

  /// Adds a row of the window to the columns, or takes it away.
  private mutating func add(_ row: Int, _ sign: Double, from first: Int) {
    let count = min(sums.count, means.count + (side - 1) * channels - first)
    let (rows, base, pivots, loops) = (
      window.rows, window.offsets[row] + first, pivots, engine.loops
    )
    var square = takeSquares()
    var sum = sums.mutableSpan
    var squareSpan = square.mutableSpan
    loops.addMoments(
      rows.span, from: base, pivots: pivots.span, from: 0, sign: sign, sums: &sum,
      squares: &squareSpan, at: 0, count: count)
    squares = square
  }

  /// Sums the columns of each window.
  private mutating func finish(_ outputs: Range<Int>) {
    sumRuns(outputs.count)
    let (count, first, half) = (Double(side * side), outputs.lowerBound, totals.count / 2)
    for index in 0..<outputs.count {
      let (sum, square) = (totals[index], totals[half + index])
      means[first + index] = pivots[index] + sum / count
      variances[first + index] =
        areIntegers
        ? WindowMoments.variance(UInt64(sum), UInt64(square), UInt64(side * side))
        : max(square / count - (sum / count) * (sum / count), 0)
    }
  }

  private mutating func sumRuns(_ count: Int) {
    for isSquare in [false, true] {
      let (columns, loops, width, step) = (isSquare ? squares : sums, engine.loops, side, channels)
      let half = totals.count / 2
      var total: [Double] = []
      swap(&total, &totals)
      var span = total.mutableSpan
      var space = work.mutableSpan
      loops.sumRun(
        columns.span, from: 0, width: width, step: step, work: &space, into: &span,
        at: isSquare ? half : 0, count: count)
      swap(&total, &totals)
    }
  }

  /// Moves the squares out, so that two arrays can change at once.
  private mutating func takeSquares() -> [Double] {
    var taken: [Double] = []
    swap(&taken, &squares)
    return taken
  }

  /// (n Σx² − (Σx)²) / n², with an exact numerator of 128 bits.
  private static func variance(_ sum: UInt64, _ square: UInt64, _ count: UInt64) -> Double {
    let (a, b) = (count.multipliedFullWidth(by: square), sum.multipliedFullWidth(by: sum))
    let (low, borrows) = a.low.subtractingReportingOverflow(b.low)
    let high = a.high &- b.high &- (borrows ? 1 : 0)
    return (Double(high) * 0x1p64 + Double(low)) / (Double(count) * Double(count))
  }

  /// Replaces the moments of a value whose window holds nonfinite samples.
  mutating func replace(at index: Int, mean: Double) {
    means[index] = mean
    variances[index] = .nan
  }
}
