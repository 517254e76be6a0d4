/// A window that moves over the samples which are not finite, and says which of them come together
/// in it.
///
/// Rows without such samples cost nothing. In the others, runs of cells are joined by doubling:
/// about log₂(kW) passes over a row of bytes, kept while further rows of the window need them.
struct NonfiniteWindow {
  private let geometry: WindowGeometry
  private let input: RowSource
  private let border: Border
  private let outputWidth: Int
  private let isNonfinite: Set<Int>
  /// The image's column for each of a row's positions, −1 for the border's own value.
  private let columns: [Int]
  private var spreads: [Spread: [NonfiniteSet]] = [:]

  /// A row as a run of cells sees it.
  private struct Spread: Hashable {
    let row: Int
    let channel: Int
    let count: Int
    let isNegative: Bool
  }

  /// - Parameter rows: The image's rows that hold samples which are not finite.
  init(
    _ geometry: WindowGeometry, over input: RowSource, nonfinite rows: [Int], outputWidth: Int,
    border: Border
  ) {
    self.geometry = geometry
    self.input = input
    self.border = border
    self.outputWidth = outputWidth
    isNonfinite = Set(rows)
    let positions = (outputWidth - 1) * geometry.stride.x + geometry.extent.width
    columns = (0..<max(positions, 0)).map { position in
      border.index(of: position - geometry.leadingPadding.width, count: input.shape.width) ?? -1
    }
  }

  /// What comes together under some cells, for each output of a row; empty where nothing does.
  ///
  /// - Parameter channel: Is added to the channels of the cells; `nil` joins all channels.
  mutating func sets(
    under cells: CellRuns, channel: Int?, outputRow: Int
  ) -> [NonfiniteSet] {
    var result: [NonfiniteSet] = []
    let top = outputRow * geometry.stride.y - geometry.leadingPadding.height
    for (index, runs) in cells.rows.enumerated() where !runs.isEmpty {
      let position = top + index * geometry.dilation
      guard let row = border.index(of: position, count: input.shape.height),
        isNonfinite.contains(row)
      else { continue }
      if result.isEmpty { result = [NonfiniteSet](repeating: [], count: outputWidth) }
      for run in runs {
        let spread = spread(
          Spread(
            row: row, channel: channel.map { $0 + run.channel } ?? -1, count: run.count,
            isNegative: run.isNegative))
        let first = run.first * geometry.dilation
        for x in 0..<outputWidth {
          result[x].formUnion(spread[first + x * geometry.stride.x])
        }
      }
    }
    return result
  }

  private mutating func spread(_ key: Spread) -> [NonfiniteSet] {
    if let known = spreads[key] { return known }
    // Rows that the window has left are let go, with all others.
    if spreads.count * columns.count > NonfiniteWindow.room { spreads.removeAll() }
    var sets: [NonfiniteSet]
    if key.count == 1 && !key.isNegative {
      sets = self.sets(ofRow: key.row, channel: key.channel)
    } else {
      sets = spread(Spread(row: key.row, channel: key.channel, count: 1, isNegative: false))
      if key.isNegative { sets = sets.map(\.negated) }
    }
    var count = 1
    while count < key.count {
      // The runs that are joined may overlap.
      let step = min(count, key.count - count)
      let shift = step * geometry.dilation
      for x in 0..<max(sets.count - shift, 0) { sets[x].formUnion(sets[x + shift]) }
      sets.removeLast(min(shift, sets.count))
      count += step
    }
    spreads[key] = sets
    return sets
  }

  /// Bytes of rows that are kept.
  private static let room = 1 << 25

  private func sets(ofRow row: Int, channel: Int) -> [NonfiniteSet] {
    let channels = input.shape.channels
    let samples = input.floats(ofRow: row)
    let own = (0..<input.shape.width).map { x -> NonfiniteSet in
      if channel >= 0 { return NonfiniteSet(samples[x * channels + channel]) }
      return samples[x * channels..<(x + 1) * channels].reduce(into: []) {
        $0.formUnion(NonfiniteSet($1))
      }
    }
    return columns.map { $0 < 0 ? [] : own[$0] }
  }
}

extension RowSource {
  /// The floats of a row.
  ///
  /// - Precondition: Samples are floats, and the row is here.
  package func floats(ofRow row: Int) -> [Float] {
    guard let band = band(holding: row), case .float32(let floats) = band.samples else {
      preconditionFailure("row \(row) of floats is not here")
    }
    let start = (row - band.rows.lowerBound) * shape.rowLength
    return Array(floats[start..<start + shape.rowLength])
  }
}
