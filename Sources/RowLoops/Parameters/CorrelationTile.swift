/// The shape of the tile of ``TileLoops``.
package enum CorrelationTile {
  /// The number of output rows: more would leave too many of them half used.
  package static func rows(kernelHeight: Int) -> Int {
    kernelHeight >= 3 ? 4 : kernelHeight >= 2 ? 2 : 1
  }
}
