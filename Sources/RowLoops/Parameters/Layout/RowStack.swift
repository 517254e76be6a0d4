/// Output rows that one call of a loop computes, each from the same window a row further down.
///
/// A call has costs of its own, about those of 2000 bytes: for short loops over bytes, calls with
/// several rows took half the time of calls with one.
package struct RowStack: Hashable, Sendable {
  /// Number of output rows.
  package var rows: Int
  /// Number of input values from the window of one output row to that of the next row.
  package var inputStride: Int
  /// Number of output values from one row to the next.
  package var outputStride: Int
  /// Whether outputs are stored past the cache; see ``RowLoops/RowLoops/finishStores()``.
  package var pastCache: Bool

  /// A single row.
  package static let one = RowStack(rows: 1, inputStride: 0, outputStride: 0, pastCache: false)

  /// Creates a stack from its number of rows and its distances.
  package init(rows: Int, inputStride: Int, outputStride: Int, pastCache: Bool) {
    self.rows = rows
    self.inputStride = inputStride
    self.outputStride = outputStride
    self.pastCache = pastCache
  }
}
