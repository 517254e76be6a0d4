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
    outputStride: Int, count: Int, pastCache: Bool
  ) {
    requireTile(rowOffsets, columnOffsets, from: base, rows, count, of: input.count)
    precondition(start >= 0 && outputStride >= 0)
    precondition(output.count >= start + (rows - 1) * outputStride + count)
    precondition(weights.count >= (rowOffsets.count - rows + 1) * columnOffsets.count)
    input.withUnsafeBufferPointer { input in
      guard let input = input.baseAddress else { return }
      sweepTiles(
        FloatSource(values: input + base), rowOffsets, columnOffsets, weights, rows, &output, start,
        outputStride, count, pastCache)
    }
  }

  package static func correlateTile(
    _ input: Span<UInt8>, from base: Int, rowOffsets: Span<Int>, columnOffsets: Span<Int>,
    weights: Span<Float>, rows: Int, into output: inout MutableSpan<Float>, at start: Int,
    outputStride: Int, count: Int, pastCache: Bool
  ) {
    requireTile(rowOffsets, columnOffsets, from: base, rows, count, of: input.count)
    precondition(start >= 0 && outputStride >= 0)
    precondition(output.count >= start + (rows - 1) * outputStride + count)
    precondition(weights.count >= (rowOffsets.count - rows + 1) * columnOffsets.count)
    input.withUnsafeBufferPointer { input in
      guard let input = input.baseAddress else { return }
      sweepTiles(
        ByteSource(values: input + base), rowOffsets, columnOffsets, weights, rows, &output, start,
        outputStride, count, pastCache)
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
  /// The input from a value on.
  func from(_ i: Int) -> Self
  /// Number of values of a cache line.
  static var valuesPerLine: Int { get }
  /// Prefetches the line of a value.
  func willRead(_ i: Int)
}

private struct FloatSource: TileSource {
  let values: Floats

  @inline(__always)
  subscript(i: Int) -> Float { values[i] }

  @inline(__always)
  func vector(at i: Int) -> Vector { load(values + i) }

  @inline(__always)
  func from(_ i: Int) -> FloatSource { FloatSource(values: values + i) }

  @inline(__always)
  static var valuesPerLine: Int { 16 }

  @inline(__always)
  func willRead(_ i: Int) { prefetch(values, i &* MemoryLayout<Float>.stride) }
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

  @inline(__always)
  func from(_ i: Int) -> ByteSource { ByteSource(values: values + i) }

  @inline(__always)
  static var valuesPerLine: Int { 64 }

  @inline(__always)
  func willRead(_ i: Int) { prefetch(values, i) }
}

@inline(__always)
private func prefetch(_ start: UnsafeRawPointer, _ bytes: Int) { willRead(start, ahead: bytes) }

@inline(__always)
private func sweepTiles<Source: TileSource>(
  _ input: Source, _ rowOffsets: Span<Int>, _ columnOffsets: Span<Int>, _ weights: Span<Float>,
  _ rows: Int, _ output: inout MutableSpan<Float>, _ start: Int, _ outputStride: Int, _ count: Int,
  _ pastCache: Bool
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
            height: height, output: output + start, outputStride: outputStride, count: count,
            pastCache: pastCache)
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

/// The place of the first sum of a tile.
private struct TilePlace {
  let output: MutableFloats
  let stride: Int
  /// Whether rows begin with a line and are stored past the cache.
  let pastCache: Bool

  @inline(__always)
  init(_ output: MutableFloats, _ stride: Int, pastCache: Bool) {
    (self.output, self.stride, self.pastCache) = (output, stride, pastCache)
  }

  /// Stores the sums of one row, a literal in every call.
  @inline(__always)
  func write(_ sums: InlineArray<16, Vector>, row r: Int) {
    let row = output + r * stride
    if pastCache {
      for v in 0..<tileVectors { storePastCache(sums[r * 4 + v], row + v * lanes) }
    } else {
      for v in 0..<tileVectors { store(sums[r * 4 + v], row + v * lanes) }
    }
  }
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
  let pastCache: Bool

  /// - Precondition: The kernel has at least 3 rows.
  @inline(__always)
  func fourRows() {
    sweep(rows: 4) { i, place in
      var sums = zeros16()
      add(&sums, 0, i, 0, 0)
      add(&sums, 1, i, 0, 1)
      add(&sums, 2, i, 0, 2)
      for j in 3..<height { add(&sums, j, i, 0, 3) }
      add(&sums, height, i, 1, 3)
      add(&sums, height + 1, i, 2, 3)
      add(&sums, height + 2, i, 3, 3)
      place.write(sums, row: 0)
      place.write(sums, row: 1)
      place.write(sums, row: 2)
      place.write(sums, row: 3)
    }
  }

  /// - Precondition: The kernel has at least 2 rows.
  @inline(__always)
  func twoRows() {
    sweep(rows: 2) { i, place in
      var sums = zeros16()
      add(&sums, 0, i, 0, 0)
      for j in 1..<height { add(&sums, j, i, 0, 1) }
      add(&sums, height, i, 1, 1)
      place.write(sums, row: 0)
      place.write(sums, row: 1)
    }
  }

  @inline(__always)
  func oneRow() {
    sweep(rows: 1) { i, place in
      var sums = zeros16()
      for j in 0..<height { add(&sums, j, i, 0, 0) }
      place.write(sums, row: 0)
    }
  }

  /// Adds one input row to the output rows `first...last`, which are literals in every call.
  @inline(__always)
  private func add(
    _ sums: inout InlineArray<16, Vector>, _ j: Int, _ i: Int, _ first: Int, _ last: Int
  ) {
    // Wrapping arithmetic: with a check of each address, a 5×5 kernel took 7 % longer.
    let row = input.from(rowOffsets[j] &+ i)
    let width = columnOffsets.count
    var column = weights + j &* width
    for x in 0..<width {
      let place = row.from(columnOffsets[x])
      for v in 0..<tileVectors {
        let value = place.vector(at: v &* lanes)
        // Not a loop, so that the compiler knows which output rows take part.
        if first <= 0 { sums[v] = multiplyAdd(sums[v], column[0], value) }
        if first <= 1 && last >= 1 {
          sums[4 &+ v] = multiplyAdd(sums[4 &+ v], column[0 &- width], value)
        }
        if first <= 2 && last >= 2 {
          sums[8 &+ v] = multiplyAdd(sums[8 &+ v], column[-2 &* width], value)
        }
        if last >= 3 { sums[12 &+ v] = multiplyAdd(sums[12 &+ v], column[-3 &* width], value) }
      }
      column += 1
    }
  }

  /// Calls `tile` along the rows, with the place where its sums go.
  ///
  /// The end is covered by a tile that overlaps the previous tile, or value by value if a row is
  /// shorter than a tile. Past the cache, whole lines are stored; lines that are partly stored as
  /// usual would go to memory twice, so the values before and after the tiles of whole lines are
  /// copied.
  @inline(__always)
  private func sweep(rows: Int, _ tile: (Int, TilePlace) -> Void) {
    let width = tileVectors * lanes
    guard count >= width else { return valueByValue(rows) }
    let isPastCache = pastCache && (rows == 1 || outputStride % valuesPerLine == 0)
    // The rows of the next tile, if rows are contiguous.
    let below = height > 1 ? rows * (rowOffsets[1] - rowOffsets[0]) : 0
    withUnsafeTemporaryAllocation(of: Float.self, capacity: rows * width) { part in
      guard let part = part.baseAddress else { return }
      var i = 0
      while i < count {
        let start = min(i, count - width)
        let toLine = isPastCache ? valuesToLine(output + i) : 0
        let isWhole = !isPastCache || (toLine == 0 && i == start)
        if isWhole {
          readAhead(rows, from: start, by: below)
          tile(start, TilePlace(output + start, outputStride, pastCache: isPastCache))
          i = start + width
          continue
        }
        tile(start, TilePlace(part, width, pastCache: false))
        let length = min(toLine > 0 ? toLine : width, count - i, width - (i - start))
        for r in 0..<rows {
          for k in 0..<length {
            output[r * outputStride + i + k] = part[r * width + i - start + k]
          }
        }
        i += length
      }
    }
  }

  /// Prefetches the rows that the next tile reads and this tile does not.
  @inline(__always)
  private func readAhead(_ rows: Int, from i: Int, by below: Int) {
    guard below > 0 else { return }
    for r in height - 1..<height - 1 + rows {
      for line in 0..<tileVectors * lanes / Source.valuesPerLine {
        input.willRead(rowOffsets[r] + i + line * Source.valuesPerLine + below)
      }
    }
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
