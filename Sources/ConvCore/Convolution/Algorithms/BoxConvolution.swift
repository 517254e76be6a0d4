internal import RowLoops

/// Convolves bytes with a kernel whose coefficients are all equal, by sliding column sums.
///
/// Column sums move down with the window, then neighboring column sums are added. All sums are
/// integers, so rounding errors cannot accumulate.
struct BoxConvolution {
  private let correlation: Convolution
  private let value: Float
  private let output: ImageShape
  private let engine: Engine

  init(_ correlation: Convolution, output: ImageShape, engine: Engine) {
    self.correlation = correlation
    self.output = output
    self.engine = engine
    value = Float(correlation.kernels[0].coefficients[0])
  }

  func run(_ input: RowSource, rows: Range<Int>, into sink: inout RowSink) {
    if sumsFitWords && sink.takesClippedBytes && value >= 0 {
      return runInWords(input, rows: rows, into: &sink)
    }
    var columns = BoxColumns<UInt32>(correlation, input, output: output)
    var work = [UInt32](repeating: 0, count: 2 * columns.sums.count)
    for y in rows {
      columns.move(to: y, add, slide)
      sink.take(rows: 1, engine: engine) { samples, at in
        addNeighbors(columns.sums, &work, step: input.shape.channels, into: &samples, at: at)
      }
    }
  }

  /// Computes sums in 16 bits and writes bytes directly.
  private func runInWords(_ input: RowSource, rows: Range<Int>, into sink: inout RowSink) {
    let step = input.shape.channels
    var columns = BoxColumns<UInt16>(correlation, input, output: output)
    var work = [UInt16](
      repeating: 0, count: 3 * (1024 + correlation.geometry.window.width * step))
    for y in rows {
      columns.move(to: y, add, slide)
      sink.takeBytes(engine: engine) { bytes, at in
        addNeighbors(columns.sums, &work, step: step, into: &bytes, at: at)
      }
    }
  }

  private var sumsFitWords: Bool {
    let window = correlation.geometry.window
    return window.height * window.width * 255 <= UInt16.max
  }

  // MARK: The checked doors to the loops

  private func add(_ row: ByteRow, to columns: inout [UInt32], at start: Int, count: Int) {
    precondition(start >= 0 && start + count <= columns.count)
    precondition(row.start >= 0 && row.start + count <= row.bytes.count)
    var span = columns.mutableSpan
    engine.loops.addRow(&span, at: start, row.bytes.span, from: row.start, count: count)
  }

  private func slide(
    _ columns: inout [UInt32], at start: Int, entering: ByteRow, leaving: ByteRow, count: Int
  ) {
    precondition(start >= 0 && start + count <= columns.count)
    precondition(entering.start >= 0 && entering.start + count <= entering.bytes.count)
    precondition(leaving.start >= 0 && leaving.start + count <= leaving.bytes.count)
    var span = columns.mutableSpan
    engine.loops.slideSums(
      &span, at: start, entering: entering.bytes.span, from: entering.start,
      leaving: leaving.bytes.span, from: leaving.start, count: count)
  }

  private func add(_ row: ByteRow, to columns: inout [UInt16], at start: Int, count: Int) {
    precondition(start >= 0 && start + count <= columns.count)
    precondition(row.start >= 0 && row.start + count <= row.bytes.count)
    var span = columns.mutableSpan
    engine.loops.addRow(&span, at: start, row.bytes.span, from: row.start, count: count)
  }

  private func slide(
    _ columns: inout [UInt16], at start: Int, entering: ByteRow, leaving: ByteRow, count: Int
  ) {
    precondition(start >= 0 && start + count <= columns.count)
    precondition(entering.start >= 0 && entering.start + count <= entering.bytes.count)
    precondition(leaving.start >= 0 && leaving.start + count <= leaving.bytes.count)
    var span = columns.mutableSpan
    engine.loops.slideSums(
      &span, at: start, entering: entering.bytes.span, from: entering.start,
      leaving: leaving.bytes.span, from: leaving.start, count: count)
  }

  private func addNeighbors(
    _ columns: [UInt32], _ work: inout [UInt32], step: Int, into output: inout [Float],
    at start: Int
  ) {
    let (width, count) = (correlation.geometry.window.width, self.output.rowLength)
    precondition(count + (width - 1) * step <= columns.count && 2 * columns.count <= work.count)
    precondition(start >= 0 && start + count <= output.count)
    var work = work.mutableSpan
    var output = output.mutableSpan
    engine.loops.boxSums(
      columns.span, work: &work, width: width, step: step, scale: value, into: &output, at: start,
      count: count)
  }

  private func addNeighbors(
    _ columns: [UInt16], _ work: inout [UInt16], step: Int, into output: inout [UInt8],
    at start: Int
  ) {
    let (width, count) = (correlation.geometry.window.width, self.output.rowLength)
    precondition(count + (width - 1) * step <= columns.count)
    precondition(3 * (1024 + width * step) <= work.count)
    precondition(start >= 0 && start + count <= output.count)
    var work = work.mutableSpan
    var output = output.mutableSpan
    engine.loops.boxBytes(
      columns.span, work: &work, width: width, step: step, scale: value, into: &output, at: start,
      count: count)
  }
}

private typealias ByteRow = (bytes: [UInt8], start: Int)

/// Column sums under a window that moves down an image.
private struct BoxColumns<Sum: FixedWidthInteger> {
  /// The column sums, border columns included.
  private(set) var sums: [Sum]

  private let geometry: WindowGeometry
  private let rows: ByteRows
  private let columns: BorderColumns
  private let rowLength: Int
  /// The sum of a column outside the image.
  private let outside: Sum
  private var isFirst = true

  init(_ correlation: Convolution, _ input: RowSource, output: ImageShape) {
    let border = correlation.border
    geometry = correlation.geometry
    rows = ByteRows(input, border: border)
    columns = BorderColumns(geometry, over: input.shape, width: output.width, border: border)
    rowLength = input.shape.rowLength
    outside = Sum(border.outsideValue) * Sum(geometry.window.height)
    sums = [Sum](repeating: 0, count: columns.length)
  }

  /// Moves to the next output row: adds all rows of the first window, slides for later windows.
  mutating func move(
    to y: Int, _ add: (ByteRow, inout [Sum], Int, Int) -> Void,
    _ slide: (inout [Sum], Int, ByteRow, ByteRow, Int) -> Void
  ) {
    let (top, height) = (y - geometry.leadingPadding.height, geometry.window.height)
    if isFirst {
      for row in top..<top + height { add(rows.row(row), &sums, columns.left, rowLength) }
    } else {
      slide(&sums, columns.left, rows.row(top + height - 1), rows.row(top - 1), rowLength)
    }
    isFirst = false
    columns.fill(&sums, at: 0, outside: outside)
  }
}
