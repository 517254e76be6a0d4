internal import ConvCore
internal import ConvNet
import Synchronization

/// 3×3 filters transformed for Winograd's F(2×2, 3×3), made when they are needed first.
///
/// The transformed filters take 16/9 of the memory of the filters. A model whose maps are looked
/// at, and whose answers nobody wants, never makes them.
final class WinogradFilters: Sendable {
  /// One layout of filters for each of the 16 positions of a tile.
  private let positions = Mutex<[PackedFilters]?>(nil)
  private let filters: PackedFilters

  /// Creates transforms of filters of 3×3 taps.
  init(_ filters: PackedFilters) { self.filters = filters }

  /// The memory of the transformed filters.
  var byteCount: Int { filters.blocks * PackedFilters.lanes * filters.taps / 9 * 16 * 4 }

  /// The transformed filters: at position p, the taps are the channels.
  func transformed(_ engine: Engine) -> [PackedFilters] {
    positions.withLock { positions in
      if let positions { return positions }
      let made = filters.winogradPositions(engine)
      positions = made
      return made
    }
  }
}

extension PackedFilters {
  /// Computes G w Gᵀ of each filter and channel.
  fileprivate func winogradPositions(_ engine: Engine) -> [PackedFilters] {
    let pairs = blocks * PackedFilters.lanes * (taps / 9)
    let cells = cellPlanes()
    let transform = WinogradFilterTransform(filters: pairs, side: WinogradPlan.side)
    var factors = [Float](repeating: 0, count: transform.positions * pairs)
    transform.forth(cells, into: &factors, engine)
    return (0..<transform.positions).map { position in
      PackedFilters(
        count: count, taps: taps / 9,
        packed: Array(factors[position * pairs..<(position + 1) * pairs]))
    }
  }
}
