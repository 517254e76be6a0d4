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
    return SharedFloats.filled(count: maps * result) { output in
      WorkQueue.run(maps, context.crew) { map in
        output.write(map * result..<(map + 1) * result) { part in
          plan.pool(values.span, from: map * plane, into: &part)
        }
      }
    }
  }

  private func pool(_ values: Span<Float>, from start: Int, into output: inout MutableSpan<Float>) {
    let (width, empty) = (columns.side, kind == .maximum ? -Float.infinity : 0)
    let cells = (0..<columns.count).map { columns.cells(of: $0) }
    var folded = [Float](repeating: empty, count: width)
    for row in 0..<rows.count {
      for x in 0..<width { folded[x] = empty }
      for cell in rows.cells(of: row) {
        let line = row * rows.stride - rows.before + cell * rows.dilation
        let from = start + line * width
        for x in 0..<width { folded[x] = fold(folded[x], values[from + x]) }
      }
      for column in 0..<columns.count {
        var result = empty
        let first = column * columns.stride - columns.before
        for cell in cells[column] { result = fold(result, folded[first + cell * columns.dilation]) }
        output[row * columns.count + column] = result
      }
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
