/// The size of the tiles with which large kernels are applied in the frequency domain.
///
/// A tile of P×Q input pixels gives (P − kH + 1)×(Q − kW + 1) output pixels; the number of columns
/// is rounded down to a multiple of 16. Outputs that wrap around the tile's edges are discarded.
public struct FourierTile: Hashable, Sendable {
  /// P×Q, powers of two.
  public let size: Size2D
  /// The output pixels of one tile.
  public let useful: Size2D
  /// The estimated cost for one output, in products of the dense loop.
  public let cost: Double

  /// Number of columns that a tile shares with the next tile.
  var overlap: Int { size.width - useful.width }

  /// Finds the cheapest tile for a kernel; `nil` if the kernel is too large for every tile.
  init?(kernel: Size2D) {
    let tiles = FourierTile.sides.flatMap { rows in
      FourierTile.sides.map { FourierTile(rows, $0, kernel) }
    }
    let fitting = tiles.filter {
      $0.size.height >= 2 * kernel.height && $0.size.width >= 2 * kernel.width
    }
    guard let best = fitting.min(by: { $0.cost < $1.cost }) else { return nil }
    self = best
  }

  /// A side, and the cost per value of a forward and inverse transform of that length.
  private struct Side {
    let length: Int
    let columns: Double
    let rows: Double
  }

  // Fitted to measurements on processors of two makers, between which the cost differs by a factor
  // of 1.7. Longer transforms have one more pass and exceed the inner caches.
  private static let sides = [
    Side(length: 64, columns: 19, rows: 43), Side(length: 128, columns: 28, rows: 36),
    Side(length: 256, columns: 43, rows: 39), Side(length: 512, columns: 81, rows: 54),
    Side(length: 1024, columns: 150, rows: 86),
  ]

  private init(_ height: Side, _ width: Side, _ kernel: Size2D) {
    size = Size2D(height: height.length, width: width.length)
    useful = Size2D(
      height: size.height - kernel.height + 1, width: (size.width - kernel.width + 1) / 16 * 16)
    // Each column is transformed once; rows are transformed again where tiles overlap. The constant
    // 60 is the cost of reading and writing an image.
    let down = Double(size.height) / Double(useful.height)
    let along = Double(size.width) / Double(useful.width)
    cost = 60 + down * (height.columns + along * width.rows)
  }
}
