/// The shape of the tile of ``TileLoops``.
package enum CorrelationTile {
  /// Returns the number of output rows in a tile.
  ///
  /// With more output rows, too many input rows would serve only a part of them.
  package static func rows(kernelHeight: Int) -> Int {
    kernelHeight >= 3 ? 4 : kernelHeight >= 2 ? 2 : 1
  }
}
