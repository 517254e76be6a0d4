internal import RowLoops

/// Values of one rank, such as medians, of 16-bit samples or floats.
///
/// The samples of a tile are replaced by 16-bit keys in the same order: 16-bit samples are keys
/// themselves, floats are sorted first. The key of the rank is then selected bit by bit for many
/// windows at once: 16·side² comparisons for each value, 64 windows at a time.
struct KeyedRank<Sample: KeyedSample> {
  private let geometry: WindowGeometry
  private let rank: Int
  private let input: RowSource
  private let border: Border
  private let columns: BorderColumns
  private let tile: TileSize
  private let engine: Engine

  /// Creates the selection; `nil` if the tile of such windows has no room for enough of them.
  init?(
    _ geometry: WindowGeometry, rank: Int, over input: RowSource, border: Border, engine: Engine
  ) {
    guard
      let tile = TileSize(side: geometry.window.height, channels: input.shape.channels)
    else { return nil }
    self.geometry = geometry
    self.rank = rank
    self.input = input
    self.border = border
    self.tile = tile
    self.engine = engine
    columns = BorderColumns(geometry, over: input.shape, width: input.shape.width, border: border)
  }

  func run(rows wanted: Range<Int>, into sink: inout RowSink) {
    let (length, side) = (input.shape.rowLength, geometry.window.height)
    let top = wanted.lowerBound - geometry.leadingPadding.height
    var window = WindowRows<Sample>(
      input, height: min(tile.rows, wanted.count) + side - 1, firstRow: top, border: border,
      engine: engine)
    let sources = columns.sources
    // Tiles of nearly equal width, so that no narrow one remains.
    let tiles = (length + tile.length - 1) / tile.length
    let width = (length + tiles - 1) / tiles
    for first in stride(from: 0, to: wanted.count, by: tile.rows) {
      let rows = min(tile.rows, wanted.count - first)
      window.move(to: top + first, height: rows + side - 1)
      var outputs = [Float](repeating: 0, count: rows * length)
      for column in stride(from: 0, to: length, by: width) {
        let places = column..<min(column + width, length)
        select(places, of: window, sources, rows: rows, into: &outputs)
      }
      for row in 0..<rows {
        sink.take(rows: 1, engine: engine) { samples, at in
          var span = samples.mutableSpan
          engine.loops.copy(outputs.span, from: row * length, into: &span, at: at, count: length)
        }
      }
    }
  }

  /// Selects the values of a range of columns in some rows of windows.
  ///
  /// A narrow tile is padded to the number of windows that the loop selects at once.
  private func select(
    _ places: Range<Int>, of window: WindowRows<Sample>, _ sources: [Int], rows: Int,
    into outputs: inout [Float]
  ) {
    let (side, step) = (geometry.window.height, input.shape.channels)
    let used = sources[places.lowerBound..<places.upperBound + (side - 1) * step]
    let padding = max(TileSize.block - places.count, 0)
    let stride = used.count + padding
    let keys = Sample.keys(
      of: samples(of: window, used + [Int](repeating: -1, count: padding)))
    let count = places.count + padding
    var selected = [Int16](repeating: 0, count: count)
    for row in 0..<rows {
      let offsets = (row..<row + side).map { $0 * stride }
      var span = selected.mutableSpan
      engine.loops.keys(
        ofRank: rank, keys.keys.span, rows: offsets.span, columns: side, step: step, into: &span,
        at: 0, count: count)
      let start = row * input.shape.rowLength + places.lowerBound
      for index in 0..<places.count { outputs[start + index] = keys.value(of: selected[index]) }
    }
  }

  /// Copies the samples of a tile, row by row.
  private func samples(of window: WindowRows<Sample>, _ sources: ArraySlice<Int>) -> [Sample] {
    let outside = Sample(border.outsideValue)
    let samples = window.samples
    var tile: [Sample] = []
    tile.reserveCapacity(window.offsets.count * sources.count)
    for start in window.offsets {
      for source in sources { tile.append(source < 0 ? outside : samples[start + source]) }
    }
    return tile
  }
}

/// The outputs of one tile: as many as possible from 2¹⁶ samples.
private struct TileSize {
  /// Number of windows that the loop selects at once.
  static let block = 64

  /// Number of rows of outputs.
  let rows: Int
  /// Number of outputs in a row, all channels counted.
  let length: Int

  init?(side: Int, channels: Int) {
    // The counts of the loop have 16 bits.
    guard side * side <= Int(Int16.max) else { return nil }
    let height = max(side, Int((65536 / Double(channels)).squareRoot()))
    rows = height - side + 1
    length = 65536 / height - (side - 1) * channels
    guard length >= TileSize.block else { return nil }
  }
}
