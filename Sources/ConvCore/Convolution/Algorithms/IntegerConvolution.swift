internal import RowLoops

/// Convolves bytes with small integer kernels, exactly, in 16 bits.
struct IntegerConvolution {
  private let combination: Convolution.Combination
  private let output: ImageShape
  private let rows: Range<Int>
  private let engine: Engine
  private var outputs: IntegerOutputs

  init(
    _ correlation: Convolution, on input: RowSource, rows: Range<Int>, output: ImageShape,
    engine: Engine
  ) {
    combination = correlation.combination
    self.output = output
    self.rows = rows
    self.engine = engine
    outputs = IntegerOutputs(correlation, on: input, rows: rows, output: output, engine: engine)
  }

  mutating func run(into sink: inout RowSink) {
    let absolute = sink.postprocessing.absolute
    // If only clipping remains to be done, the loop itself writes bytes.
    let writesBytes = outputs.kernelCount == 1 && sink.takesClippedBytes
    if writesBytes { outputs.clipEdges(absolute: absolute) }
    let pastCache = sink.storesBytesPastCache
    let most = max(1, RowSink.stackValues / max(output.rowLength, 1))
    var work: [Int16] = []
    var y = rows.lowerBound
    while y < rows.upperBound {
      let count = outputs.move(to: y, limit: min(most, rows.upperBound - y))
      if writesBytes {
        sink.takeBytes(rows: count, engine: engine) { bytes, at in
          outputs.clip(count, absolute: absolute, pastCache, into: &bytes, at: at)
        }
      } else {
        combine(count, &work, into: &sink)
      }
      y += count
    }
  }

  private func combine(_ rows: Int, _ work: inout [Int16], into sink: inout RowSink) {
    let (count, loops) = (rows * output.rowLength, engine.loops)
    if outputs.kernelCount > 1 && work.count < 2 * count {
      work = [Int16](repeating: 0, count: 2 * count)
    }
    if combination == .magnitude && outputs.kernelCount == 2 {
      outputs.write(0, rows, into: &work, at: 0)
      outputs.write(1, rows, into: &work, at: count)
      sink.take(rows: rows, engine: engine) { samples, at in
        var span = samples.mutableSpan
        loops.magnitude(
          work.span.extracting(0..<count), work.span.extracting(count..<2 * count), into: &span,
          at: at, count: count)
      }
    } else if sink.takesIntegers {
      let pastCache = sink.storesIntegersPastCache && outputs.kernelCount == 1
      sink.takeIntegers(rows: rows, engine: engine) { samples, at in
        largest(rows, pastCache, &work, into: &samples, at: at)
      }
    } else {
      var outputs = [Int16](repeating: 0, count: count)
      largest(rows, false, &work, into: &outputs, at: 0)
      sink.take(rows: rows, engine: engine) { samples, at in
        var span = samples.mutableSpan
        loops.widen(outputs.span, from: 0, into: &span, at: at, count: count)
      }
    }
  }

  /// Writes the maximum of all kernels' outputs; for a single kernel, its output.
  private func largest(
    _ rows: Int, _ pastCache: Bool, _ work: inout [Int16], into samples: inout [Int16],
    at start: Int
  ) {
    outputs.write(0, rows, pastCache: pastCache, into: &samples, at: start)
    for kernel in 1..<max(outputs.kernelCount, 1) {
      outputs.write(kernel, rows, into: &work, at: 0)
      var span = samples.mutableSpan
      engine.loops.keepLarger(
        work.span, from: 0, into: &span, at: start, count: rows * output.rowLength)
    }
  }
}

/// Computes the outputs of integer kernels, some rows at a time.
private struct IntegerOutputs {
  private let geometry: WindowGeometry
  private let kernels: [Taps]
  private let step: Int
  private let inputLength: Int
  private let output: ImageShape
  private let firstRow: Int
  private let engine: Engine
  private let edges: EdgeColumns<UInt8>
  /// The outputs of each kernel in the edge columns.
  private var edgeOutputs: [[Int16]] = []
  private var clippedEdges: [UInt8] = []
  private var window: WindowRows<UInt8>
  /// For each kernel, the offsets of its taps.
  private var offsets: [[Int]]
  private var row = 0

  /// The nonzero cells of one kernel.
  private struct Taps {
    let cells: [WindowCell]
    let weights: [Int16]

    init(_ kernel: Kernel) {
      cells = WindowCell.all(of: kernel.size).filter { kernel[$0.y, $0.x] != 0 }
      weights = cells.map { Int16(kernel[$0.y, $0.x]) }
    }
  }

  init(
    _ correlation: Convolution, on input: RowSource, rows: Range<Int>, output: ImageShape,
    engine: Engine
  ) {
    geometry = correlation.geometry
    kernels = correlation.kernels.map(Taps.init)
    step = input.shape.channels
    inputLength = input.shape.rowLength
    self.output = output
    self.engine = engine
    firstRow = rows.lowerBound
    edges = EdgeColumns(
      geometry, over: input, rows: rows, width: output.width, border: correlation.border)
    window = WindowRows(
      input, height: geometry.extent.height, firstRow: geometry.virtualRows(for: rows).lowerBound,
      border: correlation.border, engine: engine)
    offsets = kernels.map { [Int](repeating: 0, count: $0.cells.count) }
    let edgeRows = edges.rowOffsets(geometry.extent.height)
    for kernel in kernels.indices {
      var outputs = [Int16](repeating: 0, count: edges.count)
      if edges.count > 0 {
        point(kernel, at: edgeRows)
        correlate(kernel, edges.samples, .one, into: &outputs, at: 0, count: edges.count)
      }
      edgeOutputs.append(outputs)
    }
  }

  var kernelCount: Int { kernels.count }

  /// Clips the edge outputs of the first kernel, for ``clip(_:absolute:_:into:at:)``.
  mutating func clipEdges(absolute: Bool) {
    var clipped = [UInt8](repeating: 0, count: edges.count)
    let outputs = edgeOutputs[0]
    var span = clipped.mutableSpan
    engine.loops.narrow(
      outputs.span, from: 0, absolute: absolute, into: &span, at: 0, count: edges.count)
    clippedEdges = clipped
  }

  /// Moves down to an output row, and returns the number of rows that one call computes.
  mutating func move(to y: Int, limit: Int) -> Int {
    row = y - firstRow
    let windows = window.move(
      to: y - geometry.leadingPadding.height, height: geometry.extent.height, limit: limit)
    let rows = window.offsets
    for kernel in kernels.indices { point(kernel, at: rows) }
    return windows
  }

  /// Sets the tap offsets of a kernel from the offsets of the window's rows.
  private mutating func point(_ kernel: Int, at rows: [Int]) {
    let (dilation, cells) = (geometry.dilation, kernels[kernel].cells)
    // Moved out of the outer array, so that the inner array is uniquely referenced while it
    // changes.
    var own: [Int] = []
    swap(&own, &offsets[kernel])
    var span = own.mutableSpan
    for tap in cells.indices {
      span[tap] = rows[cells[tap].y * dilation] + cells[tap].x * dilation * step
    }
    offsets[kernel] = own
  }

  /// Writes the outputs of one kernel to some rows.
  func write(
    _ kernel: Int, _ rows: Int, pastCache: Bool = false, into samples: inout [Int16],
    at start: Int
  ) {
    let interior = edges.interior
    if !interior.isEmpty {
      correlate(
        kernel, window.samples, stack(rows, pastCache), into: &samples,
        at: start + interior.lowerBound,
        count: interior.count)
    }
    copyEdges(edgeOutputs[kernel], rows, into: &samples, at: start)
  }

  /// Writes the outputs of the only kernel to some rows, clipped to bytes.
  func clip(
    _ rows: Int, absolute: Bool, _ pastCache: Bool, into bytes: inout [UInt8], at start: Int
  ) {
    let (samples, interior) = (window.samples, edges.interior)
    let (offsets, weights) = (offsets[0], kernels[0].weights)
    if !interior.isEmpty {
      var span = bytes.mutableSpan
      engine.loops.correlate(
        samples.span, from: 0, offsets: offsets.span, weights: weights.span, absolute: absolute,
        stack: stack(rows, pastCache), into: &span, at: start + interior.lowerBound,
        count: interior.count)
    }
    copyEdges(clippedEdges, rows, into: &bytes, at: start)
  }

  private func stack(_ rows: Int, _ pastCache: Bool) -> RowStack {
    RowStack(
      rows: rows, inputStride: inputLength, outputStride: output.rowLength, pastCache: pastCache)
  }

  private func copyEdges<Value>(
    _ values: [Value], _ rows: Int, into output: inout [Value], at start: Int
  ) {
    let length = self.output.rowLength
    edges.copy(
      values, rows: row..<row + rows, columns: 0..<length, into: &output, at: start,
      stride: length)
  }

  private func correlate(
    _ kernel: Int, _ samples: [UInt8], _ stack: RowStack, into outputs: inout [Int16],
    at start: Int, count: Int
  ) {
    let (offsets, weights) = (offsets[kernel], kernels[kernel].weights)
    var span = outputs.mutableSpan
    engine.loops.correlate(
      samples.span, from: 0, offsets: offsets.span, weights: weights.span, stack: stack,
      into: &span, at: start, count: count)
  }
}
