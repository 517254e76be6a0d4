import Foundation
import Synchronization

/// The size of the tiles that large kernels are applied on in the frequency domain.
///
/// A tile of P×Q input pixels gives (P − kH + 1)×(Q − kW + 1) output pixels; what wraps around its
/// edges is not used.
public struct FourierTile: Hashable, Sendable {
  /// P and Q, powers of two.
  public let size: Size2D
  /// The output pixels of one tile.
  public let useful: Size2D
  /// Estimated cost for one output, in products of the dense loop.
  public let cost: Double

  /// The cheapest tile for a kernel; `nil` when the kernel is too large for any.
  init?(kernel: Size2D) {
    let tiles = FourierTile.sides.flatMap { height in
      FourierTile.sides.map { Size2D(height: height, width: $0) }
    }
    .filter { $0.height >= 2 * kernel.height && $0.width >= 2 * kernel.width }
    .map { FourierTile($0, kernel) }
    // Wide tiles leave lanes empty: 32 of them have to lie side by side in a picture.
    let small = tiles.filter { $0.size.height * $0.size.width <= FourierTile.many }
    guard let best = (small.isEmpty ? tiles : small).min(by: { $0.cost < $1.cost }) else {
      return nil
    }
    self = best
  }

  private static let sides = [16, 32, 64, 128, 256, 512, 1024]
  /// 32 tiles of this many pixels take 2 MB, about what a core has for itself.
  private static let near = 1 << 14
  /// 32 tiles of this many pixels take 8 MB.
  private static let many = 1 << 16

  private init(_ size: Size2D, _ kernel: Size2D) {
    self.size = size
    useful = Size2D(height: size.height - kernel.height + 1, width: size.width - kernel.width + 1)
    let passes = log2(Double(size.height * size.width))
    let share = Double(size.height * size.width) / Double(useful.height * useful.width)
    let far = max(0, log2(Double(size.height * size.width) / Double(FourierTile.near)))
    cost = share * (8 * passes + 40) * (1 + 0.15 * far)
  }
}

/// The transformed kernel, and the roots of unity that transforms use.
struct FourierSpectrum: Sendable {
  /// P×Q complex numbers, row by row, both directions in digit-reversed order.
  let kernel: [Float]
  let rowRoots: [Float]
  let columnRoots: [Float]
}

/// Keeps a kernel's spectrum between bands.
final class SpectrumCache: Sendable {
  private let spectrum = Mutex<FourierSpectrum?>(nil)

  func spectrum(_ make: () -> FourierSpectrum) -> FourierSpectrum {
    spectrum.withLock { spectrum in
      if let spectrum { return spectrum }
      let made = make()
      spectrum = made
      return made
    }
  }
}
