import ConvCore
import ConvNet
import Digits

/// The pieces of digits that excite the units of convolution layers most.
struct ExcitingPieces {
  /// One piece: the value of the unit, and the place of the value in the unit's map.
  struct Piece {
    let value: Float
    let image: Int
    let place: Int
  }

  /// The number of pieces of each unit.
  static let count = 9
  /// The number of digits that are searched, from the first one on.
  static let searched = 1000

  /// By layer, then by unit, the strongest piece first; empty for other layers than convolutions.
  private(set) var pieces: [[[Piece]]]

  /// Runs digits through a network and keeps the strongest value of each unit in each digit.
  init(_ network: Network, _ digits: DigitSet) {
    pieces = network.stages.enumerated().map { index, stage in
      [[Piece]](
        repeating: [], count: stage.layer is Conv2D ? network.shapes[index + 1].channels : 0)
    }
    guard pieces.contains(where: { !$0.isEmpty }) else { return }
    var workspace = Workspace(network)
    let total = min(digits.count, Self.searched)
    for first in stride(from: 0, to: total, by: Tensor.lanes) {
      let lanes = min(Tensor.lanes, total - first)
      for lane in 0..<lanes {
        workspace.activations[0].setImage(
          lane, samples: digits.image(first + lane), divisor: network.inputDivisor)
      }
      network.forward(&workspace)
      for index in pieces.indices where !pieces[index].isEmpty {
        collect(workspace.activations[index + 1], layer: index, first: first, lanes: lanes)
      }
    }
  }

  private mutating func collect(_ tensor: Tensor, layer: Int, first: Int, lanes: Int) {
    let (values, plane) = (tensor.values, tensor.shape.plane)
    for unit in pieces[layer].indices {
      var best = [Float](repeating: -.infinity, count: lanes)
      var places = [Int](repeating: 0, count: lanes)
      for place in 0..<plane {
        let start = (unit * plane + place) * Tensor.lanes
        for lane in 0..<lanes where values[start + lane] > best[lane] {
          best[lane] = values[start + lane]
          places[lane] = place
        }
      }
      for lane in 0..<lanes where best[lane] > 0 {
        keep(Piece(value: best[lane], image: first + lane, place: places[lane]), layer, unit)
      }
    }
  }

  private mutating func keep(_ piece: Piece, _ layer: Int, _ unit: Int) {
    let list = pieces[layer][unit]
    if list.count == Self.count, list[Self.count - 1].value >= piece.value { return }
    // Equal values are equal pieces, for example pieces of ink alone: one of them is enough.
    if list.contains(where: { $0.value == piece.value }) { return }
    let place = list.firstIndex { $0.value < piece.value } ?? list.count
    pieces[layer][unit].insert(piece, at: place)
    if list.count == Self.count { pieces[layer][unit].removeLast() }
  }

  /// Returns the pixels of a piece, the field of its unit; pixels outside of the digit are 0.
  static func pixels(
    _ piece: Piece, of digits: DigitSet, _ field: ReceptiveField, columns: Int
  ) -> [UInt8] {
    let image = Array(digits.image(piece.image))
    let top = field.offset.y + piece.place / columns * field.step.y
    let left = field.offset.x + piece.place % columns * field.step.x
    return (0..<field.side.y).flatMap { y in
      (0..<field.side.x).map { x in
        let (row, column) = (top + y, left + x)
        guard (0..<digits.height).contains(row), (0..<digits.width).contains(column) else {
          return 0
        }
        return image[row * digits.width + column]
      }
    }
  }
}
