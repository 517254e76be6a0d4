import ConvCore
import Foundation
import TestSupport

/// The files of `Tests/Fixtures/formats`, which `formats.py` made with other programs.
enum FormatFixtures {
  static let height = 21
  static let width = 18

  /// A type of samples, as NumPy names it.
  enum Kind {
    case u1, u2, u4, i1, i2, f2, f4, f8
  }

  static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: Fixtures.folder.appendingPathComponent("formats/\(name)")))
  }

  /// 37 y + 11 x + 101 c, modulo 251, stretched to the type.
  static func samples(_ kind: Kind, channels: Int = 1) -> [Double] {
    var values: [Double] = []
    for y in 0..<height {
      for x in 0..<width {
        for c in 0..<channels {
          let value = (37 * y + 11 * x + 101 * c) % 251
          let sample: Double =
            switch kind {
            case .u1: Double(value)
            case .u2: Double(value * 257)
            case .u4: Double(value * 65_537)
            // 128 is −128 in 8 bits.
            case .i1: Double(Int8(truncatingIfNeeded: value - 120))
            case .i2: Double(value - 120)
            case .f2, .f4, .f8: Double(value - 100) * 0.25
            }
          values.append(sample)
        }
      }
    }
    return values
  }
}
