internal import RowLoops

/// Convolves bytes or 16-bit samples with a kernel whose coefficients are all equal, by sliding
/// column sums.
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
    let writesBytes = sink.takesClippedBytes && value >= 0
    if input.type == .uint16 {
      sumWords(input, rows: rows, into: &sink)
    } else if writesBytes && BoxConvolution.sumsFitWords(correlation.geometry.window) {
      sumBytesInWords(input, rows: rows, into: &sink)
    } else {
      sumBytes(input, rows: rows, writesBytes, into: &sink)
    }
  }

  /// Sums 16-bit samples.
  private func sumWords(_ input: RowSource, rows: Range<Int>, into sink: inout RowSink) {
    var columns = BoxColumns<UInt16, UInt32>(correlation, input, output: output)
    var work = [UInt32](repeating: 0, count: workCount(input))
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

  /// Sums bytes, and writes bytes directly if only rounding remains to be done.
  private func sumBytes(
    _ input: RowSource, rows: Range<Int>, _ writesBytes: Bool, into sink: inout RowSink
  ) {
    let step = input.shape.channels
    var columns = BoxColumns<UInt8, UInt32>(correlation, input, output: output)
    var work = [UInt32](repeating: 0, count: workCount(input))
    for y in rows {
      columns.move(to: y) {
        engine.loops.addRow(&$0, at: $1, $2, from: $3, count: $4)
      } slide: {
        engine.loops.slideSums(
          &$0, at: $1, entering: $2, from: $3, leaving: $4, from: $5, count: $6)
      }
      if writesBytes {
        sink.takeBytes(engine: engine) { bytes, at in
          addNeighbors(columns.sums, &work, step: step, into: &bytes, at: at)
        }
      } else {
        sink.take(rows: 1, engine: engine) { samples, at in
          addNeighbors(columns.sums, &work, step: step, into: &samples, at: at)
        }
      }
    }
  }

  /// Sums bytes in 16 bits and writes bytes directly.
  private func sumBytesInWords(_ input: RowSource, rows: Range<Int>, into sink: inout RowSink) {
    let step = input.shape.channels
    var columns = BoxColumns<UInt8, UInt16>(correlation, input, output: output)
    var work = [UInt16](repeating: 0, count: workCount(input))
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

  /// Whether sums of bytes fit 16 bits.
  static func sumsFitWords(_ window: Size2D) -> Bool {
    window.height * window.width * 255 <= Int(UInt16.max)
  }

  private func workCount(_ input: RowSource) -> Int {
    BoxWork.count(width: correlation.geometry.window.width, step: input.shape.channels)
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
    _ columns: [UInt32], _ work: inout [UInt32], step: Int, into output: inout [UInt8],
    at start: Int
  ) {
    var work = work.mutableSpan
    var output = output.mutableSpan
    engine.loops.boxBytes(
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
private struct BoxColumns<Sample: WindowSample, Sum: FixedWidthInteger> {
  /// The column sums, border columns included.
  private(set) var sums: [Sum]

  private let geometry: WindowGeometry
  private let rows: SampleRows<Sample>
  private let columns: BorderColumns
  private let rowLength: Int
  /// The sum of a column outside the image.
  private let outside: Sum
  private var isFirst = true

  init(_ correlation: Convolution, _ input: RowSource, output: ImageShape) {
    let border = correlation.border
    geometry = correlation.geometry
    rows = SampleRows(input, border: border)
    columns = BorderColumns(geometry, over: input.shape, width: output.width, border: border)
    rowLength = input.shape.rowLength
    outside = Sum(border.outsideValue) * Sum(geometry.window.height)
    sums = [Sum](repeating: 0, count: columns.length)
  }

  /// Moves to the next output row: adds all rows of the first window, slides for later windows.
  mutating func move(
    to y: Int, add: (inout MutableSpan<Sum>, Int, Span<Sample>, Int, Int) -> Void,
    slide: (inout MutableSpan<Sum>, Int, Span<Sample>, Int, Span<Sample>, Int, Int) -> Void
  ) {
    let (top, height) = (y - geometry.leadingPadding.height, geometry.window.height)
    let (columns, rows, rowLength, isFirst) = (columns, rows, rowLength, isFirst)
    var span = sums.mutableSpan
    if isFirst {
      for row in top..<top + height {
        let entering = rows.row(row)
        add(&span, columns.left, entering.samples.span, entering.start, rowLength)
      }
    } else {
      let (entering, leaving) = (rows.row(top + height - 1), rows.row(top - 1))
      slide(
        &span, columns.left, entering.samples.span, entering.start, leaving.samples.span,
        leaving.start, rowLength)
    }
    self.isFirst = false
    columns.fill(&sums, at: 0, outside: outside)
  }
}
