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
      columns.move(to: y) {
        engine.loops.addRow(&$0, at: $1, $2, from: $3, count: $4)
      } slide: {
        engine.loops.slideSums(
          &$0, at: $1, entering: $2, from: $3, leaving: $4, from: $5, count: $6)
      }
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
      columns.move(to: y) {
        engine.loops.addRow(&$0, at: $1, $2, from: $3, count: $4)
      } slide: {
        engine.loops.slideSums(
          &$0, at: $1, entering: $2, from: $3, leaving: $4, from: $5, count: $6)
      }
      sink.takeBytes(engine: engine) { bytes, at in
        addNeighbors(columns.sums, &work, step: step, into: &bytes, at: at)
      }
    }
  }

  private var sumsFitWords: Bool {
    let window = correlation.geometry.window
    return window.height * window.width * 255 <= UInt16.max
  }

  private func addNeighbors(
    _ columns: [UInt32], _ work: inout [UInt32], step: Int, into output: inout [Float],
    at start: Int
  ) {
    var work = work.mutableSpan
    var output = output.mutableSpan
    engine.loops.boxSums(
      columns.span, work: &work, width: correlation.geometry.window.width, step: step,
      scale: value, into: &output, at: start, count: self.output.rowLength)
  }

  private func addNeighbors(
    _ columns: [UInt16], _ work: inout [UInt16], step: Int, into output: inout [UInt8],
    at start: Int
  ) {
    var work = work.mutableSpan
    var output = output.mutableSpan
    engine.loops.boxBytes(
      columns.span, work: &work, width: correlation.geometry.window.width, step: step,
      scale: value, into: &output, at: start, count: self.output.rowLength)
  }
}

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
    to y: Int, add: (inout MutableSpan<Sum>, Int, Span<UInt8>, Int, Int) -> Void,
    slide: (inout MutableSpan<Sum>, Int, Span<UInt8>, Int, Span<UInt8>, Int, Int) -> Void
  ) {
    let (top, height) = (y - geometry.leadingPadding.height, geometry.window.height)
    let (columns, rows, rowLength, isFirst) = (columns, rows, rowLength, isFirst)
    var span = sums.mutableSpan
    if isFirst {
      for row in top..<top + height {
        let entering = rows.row(row)
        add(&span, columns.left, entering.bytes.span, entering.start, rowLength)
      }
    } else {
      let (entering, leaving) = (rows.row(top + height - 1), rows.row(top - 1))
      slide(
        &span, columns.left, entering.bytes.span, entering.start, leaving.bytes.span,
        leaving.start, rowLength)
    }
    self.isFirst = false
    columns.fill(&sums, at: 0, outside: outside)
  }
}
