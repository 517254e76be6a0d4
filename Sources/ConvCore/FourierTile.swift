import Foundation

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
    let tiles = FourierTile.sides.flatMap { height in
      FourierTile.sides.map { Size2D(height: height, width: $0) }
    }
    .filter { $0.height >= 2 * kernel.height && $0.width >= 2 * kernel.width }
    .map { FourierTile($0, kernel) }
    guard let best = tiles.min(by: { $0.cost < $1.cost }) else { return nil }
    self = best
  }

  private static let sides = [32, 64, 128, 256, 512, 1024]

  private init(_ size: Size2D, _ kernel: Size2D) {
    self.size = size
    useful = Size2D(
      height: size.height - kernel.height + 1, width: (size.width - kernel.width + 1) / 16 * 16)
    // Columns are transformed once, rows as often as tiles overlap. Up to 128 values of 16 columns
    // or rows stay in the first-level cache.
    func far(_ side: Int) -> Double { max(0, log2(Double(side)) - 7) }
    let shares = (
      Double(size.height) / Double(useful.height), Double(size.width) / Double(useful.width)
    )
    let columns = 38 + 12 * far(size.height)
    let rows = 26 + 7 * far(size.width)
    cost = 12 + shares.0 * (columns + shares.1 * rows)
  }
}
