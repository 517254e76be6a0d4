internal import ConvCore
internal import ConvNet
import RowLoops

/// Products of matrices of floats.
enum MatrixProduct {
  /// Multiplies an M×K matrix by packed columns: M×N values, row by row.
  ///
  /// - Parameters:
  ///   - a: The values that hold the matrix.
  ///   - start: The offset of the first element.
  ///   - rows: M.
  static func run(
    _ a: [Float], from start: Int, rows: Int, _ columns: PackedFilters, _ context: RunContext
  ) -> [Float] {
    let (taps, count) = (columns.taps, columns.count)
    guard rows > 0, count > 0 else { return [] }
    guard taps > 0 else { return [Float](repeating: 0, count: rows * count) }
    let offsets = Array(0..<taps)
    // A piece of work is a group of rows and all columns: its results are whole rows.
    let isTall = rows >= 12 * context.crew.count
    let height = isTall ? 12 : rows
    let groups = (rows + height - 1) / height
    let engine = context.engine
    return SharedFloats.filled(count: rows * count) { output in
      WorkQueue.run(isTall ? groups : columns.blocks, context.crew) { index in
        let first = isTall ? index * height : 0
        let size = min(height, rows - first)
        let blocks = isTall ? 0..<columns.blocks : index..<index + 1
        var tile = [Float](repeating: 0, count: size * PackedFilters.lanes)
        for block in blocks {
          var span = tile.mutableSpan
          columns.run(
            block: block, a.span, from: start + first * taps,
            PixelGrid(rows: 1, width: size, inputRow: 0, inputPixel: taps), offsets: offsets.span,
            into: &span, engine)
          let width = columns.width(of: block)
          for row in 0..<size {
            let to = (first + row) * count + block * PackedFilters.lanes
            output.write(to..<to + width) { part in
              for k in 0..<width { part[k] = tile[row * PackedFilters.lanes + k] }
            }
          }
        }
      }
    }
  }
}
