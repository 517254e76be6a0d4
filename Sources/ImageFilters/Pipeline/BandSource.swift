import ConvCore
import ImageCodecs
import Synchronization

/// Reads an image band by band and produces jobs, each with the rows it needs.
///
/// Rows that no later job needs are released.
final class BandSource: Sendable {
  private struct State {
    var bands: [RowBand] = []
    var rowsRead = 0
    var nextRow = 0
  }

  private let reader: any ImageReader
  private let plan: FilterPlan
  private let state = Mutex(State())

  init(reader: any ImageReader, plan: FilterPlan) {
    self.reader = reader
    self.plan = plan
  }

  @Sendable
  func next() throws -> BandJob? {
    try state.withLock { state in
      let height = plan.layouts[plan.layouts.count - 1].shape.height
      guard state.nextRow < height else {
        try readRest(&state)
        return nil
      }
      let rows = state.nextRow..<min(state.nextRow + plan.bandRows, height)
      let needed = plan.operation.inputRows(for: rows, of: plan.layouts[0].shape)
      state.bands.removeAll { $0.rows.upperBound <= needed.lowerBound }
      while state.rowsRead < needed.upperBound { try read(&state) }
      state.nextRow = rows.upperBound
      let bands = state.bands.filter { $0.rows.overlaps(needed) }
      return BandJob(rows: rows, input: plan.source(needed, from: bands))
    }
  }

  private func read(_ state: inout State) throws {
    let left = reader.info.shape.height - state.rowsRead
    // Input bands have the height of output bands, at least 16 rows, with any stride.
    let count = min(left, max(plan.bandRows, 16))
    let samples = try reader.readRows(count)
    state.bands.append(
      RowBand(rows: state.rowsRead..<state.rowsRead + count, samples: samples))
    state.rowsRead += count
  }

  /// Reads the last rows, which may feed no output, so that damage in them is reported.
  private func readRest(_ state: inout State) throws {
    state.bands = []
    while state.rowsRead < reader.info.shape.height {
      try read(&state)
      state.bands = []
    }
  }
}
