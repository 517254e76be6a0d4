/// The shape of the tile of ``TileLoops``.
package enum CorrelationTile {
  /// Returns the number of output rows in a tile.
  ///
  /// With more rows, too many of them would use only half of the loaded vectors.
  package static func rows(kernelHeight: Int) -> Int {
    kernelHeight >= 3 ? 4 : kernelHeight >= 2 ? 2 : 1
  }
}
