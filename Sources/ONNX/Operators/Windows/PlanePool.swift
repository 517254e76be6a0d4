internal import ConvCore
import RowLoops

/// Pooling of planes of floats, row by row: windows are folded first over rows, then over columns.
struct PlanePool: Sendable {
  /// The largest value, or the sum, of each window.
  enum Kind: Sendable { case maximum, sum }

  private let rows: WindowAxis
  private let columns: WindowAxis
  private let kind: Kind

  /// Creates a pooling of two dimensions.
  init(_ axes: [WindowAxis], _ kind: Kind) {
    (rows, columns, self.kind) = (axes[0], axes[1], kind)
  }

  /// Pools all maps; cells outside the values do not count.
  func run(_ values: [Float], _ maps: Int, _ context: RunContext) -> [Float] {
    let (plan, result) = (self, rows.count * columns.count)
    guard result > 0 else { return [] }
    let plane = rows.side * columns.side
    let engine = context.engine
    return SharedFloats.filled(count: maps * result) { output in
      WorkQueue.run(maps, context.workers, cost: maps * plane) { map in
        output.write(map * result..<(map + 1) * result) { part in
          plan.pool(values.span, from: map * plane, into: &part, engine)
        }
      }
    }
  }

  private func pool(
    _ values: Span<Float>, from start: Int, into output: inout MutableSpan<Float>, _ engine: Engine
  ) {
    let (width, empty) = (columns.side, kind == .maximum ? -Float.infinity : 0)
    // The loop for maxima passes over NaN.
    let isFinite = engine.loops.nonfinite(values, from: start, count: rows.side * width) == 0
    let reach = (columns.size - 1) * columns.dilation + 1
    let dense = max(0, width - reach + 1)
    let inner = innerColumns(reach)
    let steps = (0..<columns.size).map { $0 * columns.dilation }
    var folded = [Float](repeating: empty, count: width)
    var joined = [Float](repeating: empty, count: dense)
    for row in 0..<rows.count {
      let cells = rows.cells(of: row)
      let first = row * rows.stride - rows.before
      fold(
        values, from: start + (first + cells.lowerBound * rows.dilation) * width,
        offsets: cells.indices.map { ($0 - cells.lowerBound) * rows.dilation * width },
        into: &folded, count: width, empty,
        isFinite: isFinite, engine)
      fold(
        folded.span, from: 0, offsets: steps, into: &joined, count: dense, empty,
        isFinite: isFinite, engine)
      let to = row * columns.count
      engine.loops.subsample(
        joined.span, from: inner.lowerBound * columns.stride - (inner.isEmpty ? 0 : columns.before),
        stride: columns.stride, into: &output, at: to + inner.lowerBound, count: inner.count)
      for column in [0..<inner.lowerBound, inner.upperBound..<columns.count].joined() {
        var result = empty
        let left = column * columns.stride - columns.before
        for cell in columns.cells(of: column) {
          result = fold(result, folded[left + cell * columns.dilation])
        }
        output[to + column] = result
      }
    }
  }

  /// The windows that lie on values with all their columns.
  private func innerColumns(_ reach: Int) -> Range<Int> {
    guard columns.side >= reach else { return 0..<0 }
    let first = (columns.before + columns.stride - 1) / columns.stride
    let last = min(columns.count - 1, (columns.side - reach + columns.before) / columns.stride)
    return first <= last ? first..<last + 1 : 0..<0
  }

  /// Folds several rows, some values apart, into one.
  private func fold(
    _ values: Span<Float>, from base: Int, offsets: [Int], into result: inout [Float], count: Int,
    _ empty: Float, isFinite: Bool, _ engine: Engine
  ) {
    guard count > 0 else { return }
    var span = result.mutableSpan
    guard !offsets.isEmpty else {
      for x in 0..<count { span[x] = empty }
      return
    }
    if kind == .maximum && !isFinite {
      for x in 0..<count {
        var result = empty
        for offset in offsets { result = fold(result, values[base + offset + x]) }
        span[x] = result
      }
    } else if kind == .maximum {
      engine.loops.fold(
        .maximum, values, from: base, offsets: offsets.span, into: &span, at: 0, count: count)
    } else {
      let ones = [Float](repeating: 1, count: offsets.count)
      engine.loops.correlate(
        values, from: base, offsets: offsets.span, weights: ones.span, outputs: 1, into: &span,
        at: 0, outputStride: 0, count: count)
    }
  }

  /// NaN stays NaN.
  @inline(__always)
  private func fold(_ sum: Float, _ value: Float) -> Float {
    switch kind {
    case .maximum: value > sum || value.isNaN ? value : sum
    case .sum: sum + value
    }
  }
}
