/// The size of the tiles that large kernels are applied on in the frequency domain.
///
/// A tile of P×Q input pixels gives (P − kH + 1)×(Q − kW + 1) output pixels, of which columns are
/// used by sixteens; what wraps around its edges is not used.
public struct FourierTile: Hashable, Sendable {
  /// P and Q, powers of two.
  public let size: Size2D
  /// The output pixels of one tile.
  public let useful: Size2D
  /// Estimated cost for one output, in products of the dense loop.
  public let cost: Double

  /// Columns that a tile shares with the next.
  var overlap: Int { size.width - useful.width }

  /// The cheapest tile for a kernel; `nil` when the kernel is too large for any.
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

  /// A side, and what transforming columns or rows of that length costs for each value, both ways.
  private struct Side {
    let length: Int
    let columns: Double
    let rows: Double
  }

  // Fitted to measurements. Longer transforms have one more pass, and leave the nearer caches.
  private static let sides = [
    Side(length: 64, columns: 14, rows: 32), Side(length: 128, columns: 21, rows: 27),
    Side(length: 256, columns: 32, rows: 29), Side(length: 512, columns: 60, rows: 40),
    Side(length: 1024, columns: 110, rows: 64),
  ]

  private init(_ height: Side, _ width: Side, _ kernel: Size2D) {
    size = Size2D(height: height.length, width: width.length)
    useful = Size2D(
      height: size.height - kernel.height + 1, width: (size.width - kernel.width + 1) / 16 * 16)
    // Columns are transformed once, rows as often as tiles overlap; 45 is what reading and writing
    // an image takes.
    let down = Double(size.height) / Double(useful.height)
    let along = Double(size.width) / Double(useful.width)
    cost = 45 + down * (height.columns + along * width.rows)
  }
}
