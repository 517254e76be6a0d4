import ConvCore
import ConvNet
import Digits

/// The pieces of digits that excite the units of convolution layers most.
///
/// Pieces of one unit differ: of pieces that are equal, as pieces of ink alone often are, the first
/// one is kept.
struct ExcitingPieces {
  /// The number of pieces of each unit.
  static let count = 9
  /// The number of digits that are searched, from the first one on.
  static let searched = 1000

  /// By layer, then by unit, the strongest piece first; empty for other layers than convolutions.
  let pieces: [[[Excitation]]]

  /// Runs digits through a network and keeps the strongest value of each unit in each digit.
  init(_ network: Network, _ digits: DigitSet, threads: Int) {
    let images = DigitImages(
      digits, range: 0..<min(digits.count, Self.searched), divisor: network.inputDivisor)
    pieces = network.stages.enumerated().map { index, stage in
      guard stage.layer is Conv2D else { return [] }
      let found = network.excitations(
        ofStage: index, by: images, count: 5 * Self.count, threads: threads)
      return found.map { unit in
        var values = Set<Float>()
        return Array(
          unit.filter { $0.value > 0 && values.insert($0.value).inserted }.prefix(Self.count))
      }
    }
  }

  /// Returns the pixels of a piece, the field of its unit; pixels outside of the digit are 0.
  static func pixels(
    _ piece: Excitation, of digits: DigitSet, _ field: ReceptiveField
  ) -> [UInt8] {
    let image = Array(digits.image(piece.image))
    let (top, left) = field.corner(y: piece.y, x: piece.x)
    return (0..<field.size.height).flatMap { y in
      (0..<field.size.width).map { x in
        let (row, column) = (top + y, left + x)
        guard (0..<digits.height).contains(row), (0..<digits.width).contains(column) else {
          return 0
        }
        return image[row * digits.width + column]
      }
    }
  }
}
