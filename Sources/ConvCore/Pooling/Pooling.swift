internal import RowLoops

/// Shrinks an image by reducing each window to one value, for each channel on its own.
///
///     y[m, n] = fold of x[s·m − p + i, t·n − q + j] over 0 ≤ i < kH, 0 ≤ j < kW, inside the image
///
/// Windows may extend beyond the edge (padding, ceil mode). Only the pixels inside the image count,
/// so an average divides by the number of these pixels. A window that holds a NaN gives NaN. Shape,
/// for each side: H' = ⌊(H + 2p − kH) / s⌋ + 1; with ⌈ ⌉ in ceil mode, where a last window that
/// would start beyond the image and its padding is dropped; ⌈H / s⌉ with ``Padding/same``. Example,
/// the 4×4 matrix of many lectures: the 2×2 maximum is [4 5; 3 4].
public struct Pooling: RowOperation, Hashable {
  /// The operation that reduces a window to one value.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// The largest value.
    case maximum
    /// The mean.
    case average
    /// The smallest value.
    case minimum
    /// The root mean square, √(Σx² / n): a constant image keeps its value.
    case rootMeanSquare
    /// The middle value; for an even number of values the mean of the middle two.
    case median
  }

  /// The number of pixels by which windows extend beyond the edge.
  public enum Padding: Hashable, Sendable {
    /// No padding.
    case valid
    /// The least padding that gives ⌈H / s⌉ outputs; an odd pixel goes to the bottom and the right.
    case same
    /// The given number of pixels on every side.
    case explicit(Int)
  }

  /// The operation on each window.
  public let kind: Kind
  /// The size of the window.
  public let size: Size2D
  /// The distance from one window to the next, in pixels.
  public let stride: Stride2D
  /// The padding at the edges.
  public let padding: Padding
  /// Whether a last window that is only partly filled is kept.
  public let ceilMode: Bool

  /// Creates a pooling.
  ///
  /// - Precondition: The size is at least 1×1, and an explicit padding is at most half of the size,
  ///   so that no window is empty.
  public init(
    _ kind: Kind, size: Size2D, stride: Stride2D? = nil, padding: Padding = .valid,
    ceilMode: Bool = false
  ) {
    precondition(size.height > 0 && size.width > 0, "a pooling window of \(size)")
    if case .explicit(let pad) = padding {
      precondition(
        pad >= 0 && 2 * pad <= min(size.height, size.width), "padding \(pad) for \(size)")
    }
    self.kind = kind
    self.size = size
    self.stride = stride ?? Stride2D(y: size.height, x: size.width)
    self.padding = padding
    self.ceilMode = ceilMode
  }

  /// Returns the shape of the output, H'×W'×C.
  ///
  /// - Throws: ``ShapeError`` if the image is smaller than one window.
  public func outputShape(for input: ImageShape) throws(ShapeError) -> ImageShape {
    guard let rows = axes(input).rows, let columns = axes(input).columns else {
      throw ShapeError("a \(size) window does not fit into \(input.size) pixels")
    }
    return ImageShape(
      height: rows.count, width: columns.count, channels: input.channels)
  }

  /// Returns the input rows that some output rows depend on, clamped to the image.
  public func inputRows(for rows: Range<Int>, of input: ImageShape) -> Range<Int> {
    guard let axis = axes(input).rows, let first = rows.first, let last = rows.last else {
      return 0..<0
    }
    return axis.window(first).lowerBound..<axis.window(last).upperBound
  }

  /// Computes output rows and writes them to a sink.
  public func apply(
    to input: RowSource, rows: Range<Int>, into sink: inout RowSink, engine: Engine
  ) {
    guard let rowAxis = axes(input.shape).rows, let columnAxis = axes(input.shape).columns
    else { preconditionFailure("\(size) pooling of \(input.shape)") }
    // Sums propagate NaN on their own; comparisons do not.
    let needed = inputRows(for: rows, of: input.shape)
    let withNaN = kind.isSum ? [] : input.nonfiniteRows(in: needed, isNaN: true)
    guard withNaN.isEmpty else {
      let ordered = input.replacing(withNaN, in: needed, engine: engine) { $0.isNaN ? 0 : $0 }
      let finder = NaNFinder(input, rows: Set(withNaN), columnAxis)
      return sink.takeMended(rows: rows, engine: engine) { between in
        applyOrdered(to: ordered, rows: rows, rowAxis, columnAxis, into: &between, engine)
      } mend: { row, samples, start in
        finder.mark(rowAxis.window(row), in: &samples, at: start)
      }
    }
    applyOrdered(to: input, rows: rows, rowAxis, columnAxis, into: &sink, engine)
  }

  /// Computes output rows from samples without NaN, where comparisons need it.
  private func applyOrdered(
    to input: RowSource, rows: Range<Int>, _ rowAxis: PoolingAxis, _ columnAxis: PoolingAxis,
    into sink: inout RowSink, _ engine: Engine
  ) {
    if let fold = pairFold, input.shape.channels == 1 {
      return foldPairs(fold, input, rows: rows, count: columnAxis.count, into: &sink, engine)
    }
    var pass = PoolingPass(
      kind: kind, input: input, columns: columnAxis, columnStride: stride.x, engine: engine)
    var row = [Float](repeating: 0, count: input.shape.rowLength)
    var split = [Float](
      repeating: 0, count: min(size.height, input.shape.height) * pass.rowLength)
    for y in rows {
      let window = rowAxis.window(y)
      pass.split(window, row: &row, into: &split)
      sink.take(rows: 1, engine: engine) { samples, at in
        pass.fold(split, rows: window.count, into: &samples, at: at)
      }
    }
  }

  /// The operation of a special loop for adjacent 2×2 windows; `nil` if there is none.
  private var pairFold: PairFold? {
    guard size == Size2D(2), stride == Stride2D(y: 2, x: 2), padding == .valid, !ceilMode else {
      return nil
    }
    return switch kind {
    case .maximum: .maximum
    case .minimum: .minimum
    case .average: .mean
    case .rootMeanSquare, .median: nil
    }
  }

  private func foldPairs(
    _ fold: PairFold, _ input: RowSource, rows: Range<Int>, count: Int,
    into sink: inout RowSink, _ engine: Engine
  ) {
    precondition(2 * count <= input.shape.rowLength)
    // All windows lie inside the image, so the border has no effect.
    var window = WindowRows<Float>(
      input, height: 2, firstRow: 2 * rows.lowerBound, border: .replicate, engine: engine)
    for y in rows {
      window.move(to: 2 * y, height: 2)
      let (samples, offsets) = (window.samples, window.offsets)
      let pastCache = sink.storesFloatsPastCache
      precondition(offsets.allSatisfy { $0 >= 0 && $0 + 2 * count <= samples.count })
      sink.take(rows: 1, engine: engine) { output, at in
        precondition(at + count <= output.count)
        var span = output.mutableSpan
        engine.loops.foldPairs(
          fold, samples.span, upper: offsets[0], lower: offsets[1], into: &span, at: at,
          count: count, pastCache: pastCache)
      }
    }
  }

  private func axes(_ input: ImageShape) -> (rows: PoolingAxis?, columns: PoolingAxis?) {
    (
      PoolingAxis(input.height, size.height, stride.y, padding, ceilMode),
      PoolingAxis(input.width, size.width, stride.x, padding, ceilMode)
    )
  }
}

extension Pooling.Kind {
  /// Whether the operation adds values rather than comparing them.
  fileprivate var isSum: Bool { self == .average || self == .rootMeanSquare }

  /// The loop that folds a window, or `nil` for an average, which is a correlation with ones.
  fileprivate var rowFold: RowFold? {
    switch self {
    case .average: nil
    case .maximum: .maximum
    case .minimum: .minimum
    case .rootMeanSquare: .sumOfSquares
    case .median: .median
    }
  }
}

/// The positions of the windows along one side.
private struct PoolingAxis {
  let count: Int
  let side: Int
  let size: Int
  let stride: Int
  let leadingPadding: Int

  /// Creates the axis of one side.
  ///
  /// - Returns: `nil` if the side is smaller than one window.
  init?(_ side: Int, _ size: Int, _ stride: Int, _ padding: Pooling.Padding, _ ceilMode: Bool) {
    self.side = side
    self.size = size
    self.stride = stride
    switch padding {
    case .same:
      count = (side + stride - 1) / stride
      leadingPadding = max(0, (count - 1) * stride + size - side) / 2
      guard side > 0 else { return nil }
    case .valid, .explicit:
      let pad = if case .explicit(let pixels) = padding { pixels } else { 0 }
      let room = side + 2 * pad - size
      guard room >= 0 || (ceilMode && room > -stride) else { return nil }
      let full = room < 0 ? 0 : room / stride + 1
      let partial = ceilMode && (room < 0 || room % stride > 0) && full * stride < side + pad
      count = full + (partial ? 1 : 0)
      leadingPadding = pad
      guard count > 0 else { return nil }
    }
  }

  /// Returns the positions inside the image that a window holds.
  func window(_ index: Int) -> Range<Int> {
    let start = index * stride - leadingPadding
    return max(0, start)..<min(side, start + size)
  }

  /// Groups of neighboring windows that hold the same cells relative to their start.
  var segments: [(windows: Range<Int>, cells: Range<Int>)] {
    var result: [(windows: Range<Int>, cells: Range<Int>)] = []
    for index in 0..<count {
      let start = index * stride - leadingPadding
      let held = window(index)
      let cells = held.lowerBound - start..<held.upperBound - start
      if let last = result.last, last.cells == cells {
        result[result.count - 1].windows = last.windows.lowerBound..<index + 1
      } else {
        result.append((index..<index + 1, cells))
      }
    }
    return result
  }
}

/// Finds the windows that hold a NaN, and sets their outputs to NaN.
private struct NaNFinder {
  let input: RowSource
  let rows: Set<Int>
  let columns: PoolingAxis

  /// Creates a finder for one image.
  ///
  /// - Parameters:
  ///   - input: The rows of the image.
  ///   - rows: The rows of the image that hold a NaN.
  ///   - columns: The windows along a row.
  init(_ input: RowSource, rows: Set<Int>, _ columns: PoolingAxis) {
    self.input = input
    self.rows = rows
    self.columns = columns
  }

  /// Sets the outputs of a row of windows to NaN where the window holds a NaN.
  func mark(_ held: Range<Int>, in samples: inout [Float], at start: Int) {
    let found = held.filter(rows.contains)
    guard !found.isEmpty else { return }
    let (width, channels) = (input.shape.width, input.shape.channels)
    let values = found.map(input.floats)
    for channel in 0..<channels {
      // For each column, the number of columns before it that hold a NaN.
      var counts = [0]
      for x in 0..<width {
        let isNaN = values.contains { $0[x * channels + channel].isNaN }
        counts.append(counts[x] + (isNaN ? 1 : 0))
      }
      for index in 0..<columns.count {
        let window = columns.window(index)
        if counts[window.upperBound] > counts[window.lowerBound] {
          samples[start + index * channels + channel] = .nan
        }
      }
    }
  }
}

/// Folds windows of rows that are split into phases, so that strided access becomes contiguous.
private struct PoolingPass {
  let kind: Pooling.Kind
  let input: RowSource
  let segments: [(windows: Range<Int>, cells: Range<Int>)]
  let leadingPadding: Int
  let columnStride: Int
  let phaseStride: Int
  let engine: Engine
  /// The cell offsets of each segment, for windows with a given number of rows.
  private var offsets: [(values: [Int], largest: Int)] = []
  private var rowsOfOffsets = 0

  init(
    kind: Pooling.Kind, input: RowSource, columns: PoolingAxis, columnStride: Int, engine: Engine
  ) {
    self.kind = kind
    self.input = input
    self.columnStride = columnStride
    self.engine = engine
    segments = columns.segments
    leadingPadding = columns.leadingPadding
    phaseStride = (input.shape.width + columnStride - 1) / columnStride * input.shape.channels
  }

  /// Number of values in one split row.
  var rowLength: Int { phaseStride * min(columnStride, input.shape.width) }

  /// Splits the rows of a window; `line` is scratch for one row.
  func split(_ rows: Range<Int>, row line: inout [Float], into split: inout [Float]) {
    for (slot, row) in rows.enumerated() {
      input.copy(row, into: &line, at: 0, engine: engine)
      var output = split.mutableSpan
      engine.loops.deinterleave(
        line.span, from: 0, group: input.shape.channels,
        period: columnStride, into: &output, at: slot * rowLength, phaseStride: phaseStride,
        count: input.shape.width)
    }
  }

  mutating func fold(_ split: [Float], rows: Int, into output: inout [Float], at start: Int) {
    if rows != rowsOfOffsets {
      let keeps = rows * segments.reduce(0) { $0 + $1.cells.count } <= PoolingPass.offsetRoom
      self.offsets = keeps ? segments.map { places(of: $0, rows: rows) } : []
      rowsOfOffsets = rows
    }
    let channels = input.shape.channels
    for (index, segment) in segments.enumerated() {
      let offsets =
        self.offsets.isEmpty ? places(of: segment, rows: rows) : self.offsets[index]
      let count = segment.windows.count * channels
      precondition(offsets.largest + count <= split.count)
      fold(
        split, offsets.values, into: &output, at: start + segment.windows.lowerBound * channels,
        count: count)
    }
  }

  /// The largest number of offsets that are kept for the next row.
  private static let offsetRoom = 1 << 20

  /// Returns the offsets of the first window's cells; later windows follow at the next index of
  /// each phase.
  private func places(
    of segment: (windows: Range<Int>, cells: Range<Int>), rows: Int
  ) -> (values: [Int], largest: Int) {
    let first = segment.windows.lowerBound * columnStride - leadingPadding
    let columns = segment.cells.map { cell in
      let x = first + cell
      return x % columnStride * phaseStride + x / columnStride * input.shape.channels
    }
    precondition(columns.allSatisfy { $0 >= 0 })
    var values: [Int] = []
    values.reserveCapacity(rows * columns.count)
    for row in 0..<rows {
      for column in columns { values.append(row * rowLength + column) }
    }
    return (values, (columns.max() ?? 0) + (rows - 1) * rowLength)
  }

  /// Calls the loop for windows that hold the same cells, after checking the bounds.
  private func fold(
    _ split: [Float], _ offsets: [Int], into output: inout [Float], at start: Int, count: Int
  ) {
    let loops = engine.loops
    let n = Float(offsets.count)
    precondition(start >= 0 && start + count <= output.count)
    var span = output.mutableSpan
    guard let operation = kind.rowFold else {
      let ones = [Float](repeating: 1, count: offsets.count)
      loops.correlate(
        split.span, from: 0, offsets: offsets.span, weights: ones.span, outputs: 1, into: &span,
        at: start, outputStride: count, count: count)
      return loops.divide(&span, at: start, count: count, by: n)
    }
    loops.fold(
      operation, split.span, from: 0, offsets: offsets.span, into: &span, at: start, count: count)
    if kind == .rootMeanSquare {
      loops.divide(&span, at: start, count: count, by: n)
      loops.squareRoot(&span, at: start, count: count)
    }
  }
}
