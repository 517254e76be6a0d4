internal import RowLoops

/// Medians of 3×3 or 5×5 values with a sorting network.
struct SortedMedian<Sample: MedianSample> {
  private let side: Int
  private let channels: Int
  private let rowLength: Int
  private let firstRow: Int
  private let engine: Engine
  private let edges: EdgeColumns<Sample>
  private var window: WindowRows<Sample>
  private var work = [Sample](repeating: Sample(UInt8(0)), count: 5 * 1088)

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
    // One more row, because two rows of medians are computed at once.
    window = WindowRows(
      input, height: side + 1, firstRow: firstRow, border: border, engine: engine)
  }

  mutating func run(rows: Range<Int>, into sink: inout RowSink) {
    var edgeMedians = [Sample](repeating: Sample(UInt8(0)), count: edges.count)
    median(edges.samples, edges.rowOffsets(side), into: &edgeMedians, at: 0, count: edges.count)
    var row = 0
    while row < rows.count {
      if (side == 3 || Sample.hasOneZero) && row + 2 <= rows.count {
        row += pairs(at: row, of: rows.count, edgeMedians, into: &sink)
        continue
      }
      window.move(to: firstRow + row, height: side)
      Sample.take(rows: 1, into: &sink, engine: engine) { output, at in
        median(
          window.samples, window.offsets, into: &output, at: at + edges.interior.lowerBound,
          count: edges.interior.count)
        edges.copy(
          edgeMedians, rows: row..<row + 1, columns: 0..<rowLength, into: &output, at: at,
          stride: rowLength)
      }
      row += 1
    }
  }

  /// Computes medians, two rows at a time, and returns the number of rows.
  private mutating func pairs(
    at row: Int, of rows: Int, _ edgeMedians: [Sample], into sink: inout RowSink
  ) -> Int {
    let limit = max(1, min(rows - row - 1, RowSink.stackValues / max(rowLength, 1)))
    let windows = window.move(to: firstRow + row, height: side + 1, limit: limit)
    let stack = RowStack(
      rows: (windows + 1) / 2 * 2, inputStride: rowLength, outputStride: rowLength,
      pastCache: false)
    let (samples, offsets, interior) = (window.samples, window.offsets, edges.interior)
    Sample.take(rows: stack.rows, into: &sink, engine: engine) { output, at in
      if !interior.isEmpty {
        Sample.medianPairs(
          samples, rows: offsets, step: channels, stack: stack, into: &output,
          at: at + interior.lowerBound, count: interior.count, engine: engine)
      }
      edges.copy(
        edgeMedians, rows: row..<row + stack.rows, columns: 0..<rowLength, into: &output, at: at,
        stride: rowLength)
    }
    return stack.rows
  }

  /// Checks the bounds and calls the loop.
  private mutating func median(
    _ samples: [Sample], _ rows: [Int], into output: inout [Sample], at start: Int, count: Int
  ) {
    guard count > 0 else { return }
    let extent = count + (side - 1) * channels
    precondition(rows.allSatisfy { $0 >= 0 && $0 + extent <= samples.count })
    precondition(start >= 0 && start + count <= output.count)
    Sample.median(
      samples, rows: rows, step: channels, work: &work, into: &output, at: start, count: count,
      engine: engine)
  }
}
