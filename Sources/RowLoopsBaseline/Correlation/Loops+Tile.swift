internal import RowLoops

// The formula: output[r, i] = Σ_j Σ_x weights[j, x] · input[rowOffsets[j + r] + columnOffsets[x] +
// i].
//
// The loop order: a tile of rows × vectors is summed in registers. Input rows are read once; each
// loaded vector is added to all output rows whose window holds it. No sum is reassociated.

extension Loops {
  package static func correlateTile(
    _ input: Span<Float>, from base: Int, rowOffsets: Span<Int>, columnOffsets: Span<Int>,
    weights: Span<Float>, rows: Int, into output: inout MutableSpan<Float>, at start: Int,
    outputStride: Int, count: Int
  ) {
    requireTile(rowOffsets, columnOffsets, from: base, rows, count, of: input.count)
    precondition(start >= 0 && outputStride >= 0)
    precondition(output.count >= start + (rows - 1) * outputStride + count)
    precondition(weights.count >= (rowOffsets.count - rows + 1) * columnOffsets.count)
    input.withUnsafeBufferPointer { input in
      guard let input = input.baseAddress else { return }
      sweepTiles(
        FloatSource(values: input + base), rowOffsets, columnOffsets, weights, rows, &output, start,
        outputStride, count)
    }
  }

  package static func correlateTile(
    _ input: Span<UInt8>, from base: Int, rowOffsets: Span<Int>, columnOffsets: Span<Int>,
    weights: Span<Float>, rows: Int, into output: inout MutableSpan<Float>, at start: Int,
    outputStride: Int, count: Int
  ) {
    requireTile(rowOffsets, columnOffsets, from: base, rows, count, of: input.count)
    precondition(start >= 0 && outputStride >= 0)
    precondition(output.count >= start + (rows - 1) * outputStride + count)
    precondition(weights.count >= (rowOffsets.count - rows + 1) * columnOffsets.count)
    input.withUnsafeBufferPointer { input in
      guard let input = input.baseAddress else { return }
      sweepTiles(
        ByteSource(values: input + base), rowOffsets, columnOffsets, weights, rows, &output, start,
        outputStride, count)
    }
  }
}

/// Requires that all windows of a tile lie in an array of `total` values.
@inline(__always)
private func requireTile(
  _ rowOffsets: Span<Int>, _ columnOffsets: Span<Int>, from base: Int, _ rows: Int, _ count: Int,
  of total: Int
) {
  precondition(rows > 0 && rows <= rowOffsets.count)
  guard columnOffsets.count > 0 else { return }
  var (first, last) = (columnOffsets[0], columnOffsets[0])
  for i in 1..<max(columnOffsets.count, 1) {
    first = columnOffsets[i] < first ? columnOffsets[i] : first
    last = columnOffsets[i] > last ? columnOffsets[i] : last
  }
  requireRanges(rowOffsets, from: base + first, last - first + count, of: total)
}

/// The input of a tile, as floats.
private protocol TileSource {
  subscript(i: Int) -> Float { get }
  func vector(at i: Int) -> Vector
}

private struct FloatSource: TileSource {
  let values: Floats

  @inline(__always)
  subscript(i: Int) -> Float { values[i] }

  @inline(__always)
  func vector(at i: Int) -> Vector { load(values + i) }
}

/// Bytes that are converted on loading.
///
/// A multiplication waits no longer for the conversion than for a load, and no rows of floats have
/// to be written first.
private struct ByteSource: TileSource {
  let values: Bytes

  @inline(__always)
  subscript(i: Int) -> Float { Float(values[i]) }

  @inline(__always)
  func vector(at i: Int) -> Vector { loadBytes(values + i) }
}

@inline(__always)
private func sweepTiles<Source: TileSource>(
  _ input: Source, _ rowOffsets: Span<Int>, _ columnOffsets: Span<Int>, _ weights: Span<Float>,
  _ rows: Int, _ output: inout MutableSpan<Float>, _ start: Int, _ outputStride: Int, _ count: Int
) {
  rowOffsets.withUnsafeBufferPointer { rowOffsets in
    columnOffsets.withUnsafeBufferPointer { columnOffsets in
      weights.withUnsafeBufferPointer { weights in
        output.withUnsafeMutableBufferPointer { output in
          let height = rowOffsets.count - rows + 1
          guard let output = output.baseAddress, let weights = weights.baseAddress,
            let rowOffsets = rowOffsets.baseAddress
          else { return }
          let tile = Tile(
            input: input, rowOffsets: rowOffsets, columnOffsets: columnOffsets, weights: weights,
            height: height, output: output + start, outputStride: outputStride, count: count)
          switch rows {
          case 4: tile.fourRows()
          case 2: tile.twoRows()
          default: tile.oneRow()
          }
        }
      }
    }
  }
}

/// Number of vectors of a row in one tile: the sums of four rows, and the loaded values, fit the
/// registers.
@inline(__always) private var tileVectors: Int {
  #if LANES_16 || arch(arm64)
    4
  #else
    2
  #endif
}

/// The arguments of one call.
private struct Tile<Source: TileSource> {
  let input: Source
  let rowOffsets: UnsafePointer<Int>
  let columnOffsets: UnsafeBufferPointer<Int>
  let weights: Floats
  let height: Int
  let output: MutableFloats
  let outputStride: Int
  let count: Int

  /// - Precondition: The kernel has at least 3 rows.
  @inline(__always)
  func fourRows() {
    sweep(rows: 4) { i in
      var sums = zeros16()
      add(&sums, 0, i, 0, 0)
      add(&sums, 1, i, 0, 1)
      add(&sums, 2, i, 0, 2)
      for j in 3..<height { add(&sums, j, i, 0, 3) }
      add(&sums, height, i, 1, 3)
      add(&sums, height + 1, i, 2, 3)
      add(&sums, height + 2, i, 3, 3)
      for r in 0..<4 {
        for v in 0..<tileVectors {
          store(sums[r * 4 + v], output + r * outputStride + i + v * lanes)
        }
      }
    }
  }

  /// - Precondition: The kernel has at least 2 rows.
  @inline(__always)
  func twoRows() {
    sweep(rows: 2) { i in
      var sums = zeros16()
      add(&sums, 0, i, 0, 0)
      for j in 1..<height { add(&sums, j, i, 0, 1) }
      add(&sums, height, i, 1, 1)
      for r in 0..<2 {
        for v in 0..<tileVectors {
          store(sums[r * 4 + v], output + r * outputStride + i + v * lanes)
        }
      }
    }
  }

  @inline(__always)
  func oneRow() {
    sweep(rows: 1) { i in
      var sums = zeros16()
      for j in 0..<height { add(&sums, j, i, 0, 0) }
      for v in 0..<tileVectors { store(sums[v], output + i + v * lanes) }
    }
  }

  /// Adds one input row to the output rows `first...last`, which are literals in every call.
  @inline(__always)
  private func add(
    _ sums: inout InlineArray<16, Vector>, _ j: Int, _ i: Int, _ first: Int, _ last: Int
  ) {
    let row = rowOffsets[j] + i
    let width = columnOffsets.count
    var column = weights + j * width
    for x in 0..<width {
      let place = row + columnOffsets[x]
      for v in 0..<tileVectors {
        let value = input.vector(at: place + v * lanes)
        // Not a loop, so that the compiler knows which output rows take part.
        if first <= 0 { sums[v] = multiplyAdd(sums[v], column[0], value) }
        if first <= 1 && last >= 1 {
          sums[4 + v] = multiplyAdd(sums[4 + v], column[-width], value)
        }
        if first <= 2 && last >= 2 {
          sums[8 + v] = multiplyAdd(sums[8 + v], column[-2 * width], value)
        }
        if last >= 3 { sums[12 + v] = multiplyAdd(sums[12 + v], column[-3 * width], value) }
      }
      column += 1
    }
  }

  /// Calls `tile` along the rows.
  ///
  /// The end is covered by a tile that overlaps the previous tile, or value by value if a row is
  /// shorter than a tile.
  @inline(__always)
  private func sweep(rows: Int, _ tile: (Int) -> Void) {
    let width = tileVectors * lanes
    guard count >= width else { return valueByValue(rows) }
    var i = 0
    while i + width <= count {
      tile(i)
      i += width
    }
    if i < count { tile(count - width) }
  }

  @inline(__always)
  private func valueByValue(_ rows: Int) {
    let width = columnOffsets.count
    for r in 0..<rows {
      for i in 0..<count {
        var sum: Float = 0
        for j in 0..<height {
          let row = rowOffsets[j + r] + i
          for x in 0..<width {
            sum = multiplyAdd(sum, weights[j * width + x], input[row + columnOffsets[x]])
          }
        }
        output[r * outputStride + i] = sum
      }
    }
  }
}
