/// A window that moves over an image and finds the set of nonfinite samples under its cells.
///
/// Rows without nonfinite samples cost nothing. In other rows, the sets of a run of cells are
/// joined by doubling: about log₂(kW) passes over a row of bytes. The result is kept while other
/// rows of the window need it.
struct NonfiniteWindow {
  private let geometry: WindowGeometry
  private let input: RowSource
  private let border: Border
  private let outputWidth: Int
  private let isNonfinite: Set<Int>
  /// For each position of a padded row, the image column to read, or −1 for the border's constant.
  private let columns: [Int]
  private var spreads: [Spread: [NonfiniteSet]] = [:]

  /// The key of a row's joined sets: the row and the run of cells.
  private struct Spread: Hashable {
    let row: Int
    let channel: Int
    let count: Int
    let isNegative: Bool
  }

  /// Creates a window for one image.
  ///
  /// - Parameters:
  ///   - geometry: The size, stride and padding of the window.
  ///   - input: The rows of the image.
  ///   - rows: The image rows that hold nonfinite samples.
  ///   - outputWidth: Pixels of an output row.
  ///   - border: The rule for positions outside the image.
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

  /// Finds which nonfinite samples each output of a row sees.
  ///
  /// - Parameters:
  ///   - cells: The cells of the window that are read.
  ///   - channel: The number added to the channels of the cells; `nil` joins all channels.
  ///   - outputRow: The row of the output.
  /// - Returns: The set under the cells for each output of the row; empty if all sets are empty.
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
    // If the memory is full, all rows are discarded, including those that the window has left.
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
      // The two joined runs may overlap.
      let step = min(count, key.count - count)
      let shift = step * geometry.dilation
      for x in 0..<max(sets.count - shift, 0) { sets[x].formUnion(sets[x + shift]) }
      sets.removeLast(min(shift, sets.count))
      count += step
    }
    spreads[key] = sets
    return sets
  }

  /// The largest number of bytes of kept rows.
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
  /// Returns the floats of a row.
  ///
  /// - Precondition: Samples are floats, and the source holds the row.
  package func floats(ofRow row: Int) -> [Float] {
    guard let band = band(holding: row), case .float32(let floats) = band.samples else {
      preconditionFailure("row \(row) of floats is not here")
    }
    let start = (row - band.rows.lowerBound) * shape.rowLength
    return Array(floats[start..<start + shape.rowLength])
  }
}
