internal import RowLoops

/// Medians of 3×3 or 5×5 bytes with a sorting network.
struct SortedMedian {
  private let side: Int
  private let channels: Int
  private let rowLength: Int
  private let firstRow: Int
  private let engine: Engine
  private let edges: EdgeColumns<UInt8>
  private var window: WindowRows<UInt8>
  private var work = [UInt8](repeating: 0, count: 5 * 1088)

  /// Whether the sorting network supports a window.
  static func fits(side: Int, channels: Int) -> Bool { [3, 5].contains(side) && channels <= 128 }

  init(
    _ geometry: WindowGeometry, over input: RowSource, rows: Range<Int>, border: Border,
    engine: Engine
  ) {
    side = geometry.window.height
    channels = input.shape.channels
    rowLength = input.shape.rowLength
    firstRow = rows.lowerBound - geometry.leadingPadding.height
    self.engine = engine
    edges = EdgeColumns(
      geometry, over: input, rows: rows, width: input.shape.width, border: border)
    // One more row, because the 3×3 loop computes two rows of medians at once.
    window = WindowRows(
      input, height: side + 1, firstRow: firstRow, border: border, engine: engine)
  }

  mutating func run(rows: Range<Int>, into sink: inout RowSink) {
    var edgeMedians = [UInt8](repeating: 0, count: edges.count)
    median(edges.samples, edges.rowOffsets(side), into: &edgeMedians, at: 0, count: edges.count)
    var row = 0
    while row < rows.count {
      if side == 3 && row + 2 <= rows.count {
        pair(at: row, edgeMedians, into: &sink)
        row += 2
        continue
      }
      window.move(to: firstRow + row, height: side)
      sink.takeBytes(engine: engine) { bytes, at in
        median(
          window.samples, window.offsets, into: &bytes, at: at + edges.interior.lowerBound,
          count: edges.interior.count)
        edges.copy(edgeMedians, row: row, columns: 0..<rowLength, into: &bytes, at: at)
      }
      row += 1
    }
  }

  /// Computes two rows of 3×3 medians.
  private mutating func pair(at row: Int, _ edgeMedians: [UInt8], into sink: inout RowSink) {
    window.move(to: firstRow + row, height: 4)
    let (samples, rows, interior) = (window.samples, window.offsets, edges.interior)
    let extent = interior.count + 2 * channels
    precondition(interior.isEmpty || rows.allSatisfy { $0 >= 0 && $0 + extent <= samples.count })
    sink.takeBytes(rows: 2, engine: engine) { bytes, at in
      if !interior.isEmpty {
        precondition(at >= 0 && at + 2 * rowLength <= bytes.count)
        var span = bytes.mutableSpan
        engine.loops.medianPair(
          samples.span, rows: rows.span, step: channels, into: &span,
          at: at + interior.lowerBound, outputStride: rowLength, count: interior.count)
      }
      for line in 0..<2 {
        edges.copy(
          edgeMedians, row: row + line, columns: 0..<rowLength, into: &bytes,
          at: at + line * rowLength)
      }
    }
  }

  /// Checks the bounds and calls the loop.
  private mutating func median(
    _ samples: [UInt8], _ rows: [Int], into output: inout [UInt8], at start: Int, count: Int
  ) {
    guard count > 0 else { return }
    let extent = count + (side - 1) * channels
    precondition(rows.allSatisfy { $0 >= 0 && $0 + extent <= samples.count })
    precondition(start >= 0 && start + count <= output.count)
    let (step, loops) = (channels, engine.loops)
    var work = self.work.mutableSpan
    var output = output.mutableSpan
    loops.median(
      samples.span, rows: rows.span, step: step, work: &work, into: &output, at: start,
      count: count)
  }
}
