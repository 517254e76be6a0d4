internal import ConvCore
internal import ConvNet
import RowLoops

/// Products of matrices of floats.
enum MatrixProduct {
  /// Multiplies an M×K matrix by packed columns.
  ///
  /// - Parameters:
  ///   - a: The values that hold the matrix.
  ///   - start: The offset of the first element.
  ///   - rows: M.
  ///   - columns: The K×N matrix; each packed filter is a column.
  ///   - context: The threads of the run.
  /// - Returns: The M×N values of the product, row by row.
  static func run(
    _ a: [Float], from start: Int, rows: Int, _ columns: PackedFilters, _ context: RunContext
  ) -> [Float] {
    let (taps, count) = (columns.taps, columns.count)
    guard rows > 0, count > 0 else { return [] }
    guard taps > 0 else { return [Float](repeating: 0, count: rows * count) }
    let offsets = Array(0..<taps)
    if rows == 1 { return row(a, from: start, columns, offsets, context) }
    // A piece of work is a group of rows and all columns: its results are whole rows.
    let isTall = rows >= 12 * context.workers.count
    let height = isTall ? 12 : rows
    let groups = (rows + height - 1) / height
    let engine = context.engine
    return SharedFloats.filled(count: rows * count) { output in
      WorkQueue.run(isTall ? groups : columns.blocks, context.workers) { index in
        let first = isTall ? index * height : 0
        let size = min(height, rows - first)
        let blocks = isTall ? 0..<columns.blocks : index..<index + 1
        let lanes = PackedFilters.lanes
        var tile = [Float](repeating: 0, count: size * lanes)
        for block in blocks {
          var span = tile.mutableSpan
          columns.run(
            block: block, a.span, from: start + first * taps,
            PixelGrid(rows: 1, width: size, inputRow: 0, inputPixel: taps), offsets: offsets.span,
            into: &span, engine)
          let (width, to) = (columns.width(of: block), first * count + block * lanes)
          output.write(to..<to + (size - 1) * count + width) { part in
            for row in 0..<size {
              engine.loops.copy(
                tile.span, from: row * lanes, into: &part, at: row * count, count: width)
            }
          }
        }
      }
    }
  }

  /// The product of a single row.
  private static func row(
    _ a: [Float], from start: Int, _ columns: PackedFilters, _ offsets: [Int],
    _ context: RunContext
  ) -> [Float] {
    let (engine, atOnce) = (context.engine, PackedFilters.blocksAtOnce)
    return SharedFloats.filled(count: columns.count) { output in
      WorkQueue.run((columns.blocks + atOnce - 1) / atOnce, context.workers) { piece in
        let blocks = piece * atOnce..<min(columns.blocks, (piece + 1) * atOnce)
        let sums = columns.pixel(
          blocks: blocks, a.span, from: start, offsets: offsets.span, engine)
        let first = blocks.lowerBound * PackedFilters.lanes
        output.write(first..<first + sums.count) { part in
          for k in 0..<sums.count { part[k] = sums[k] }
        }
      }
    }
  }
}
