import TestSupport
import Testing

/// A color type with a depth that the specification allows for it.
struct PNGKind: Sendable, CustomTestStringConvertible {
  let color: PNGBuilder.Color
  let depth: Int

  var testDescription: String { "\(color) of \(depth) bits" }

  static let all: [PNGKind] =
    [1, 2, 4, 8, 16].map { PNGKind(color: .gray, depth: $0) }
    + [1, 2, 4, 8].map { PNGKind(color: .palette, depth: $0) }
    + [8, 16].flatMap { depth in
      [.rgb, .grayAlpha, .rgba].map { PNGKind(color: $0, depth: depth) }
    }

  /// Sizes of which some leave passes of Adam7 empty.
  static let sizes = [(1, 1), (2, 3), (5, 1), (1, 7), (8, 8), (13, 10)]

  var pictures: [PNGBuilder] {
    PNGKind.sizes.enumerated().flatMap { index, size in
      [false, true].map { interlaced in
        var png = PNGBuilder(
          height: size.0, width: size.1, depth: depth, color: color, seed: UInt64(index + 1),
          largest: color == .palette ? min(1 << depth, 20) - 1 : nil)
        png.isInterlaced = interlaced
        return png
      }
    }
  }
}
