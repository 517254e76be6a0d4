import Foundation

/// Softmax, its logarithm, and Hardmax, which is 1 for the first largest element.
struct SoftmaxOperation: Operation {
  /// The kinds.
  enum Kind: String, CaseIterable {
    case softmax = "Softmax"
    case logarithm = "LogSoftmax"
    case hard = "Hardmax"
  }

  let kind: Kind
  let axis: Int
  /// Whether all axes from `axis` on are one, as before opset 13.
  let joinsAxes: Bool

  func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
    let x = try inputs.required(0)
    let axis = joinsAxes && axis == x.rank ? axis : try Shape.axis(axis, rank: x.rank)
    let side = joinsAxes ? x.shape[axis...].reduce(1, *) : x.shape[axis]
    let inner = joinsAxes ? 1 : x.shape[(axis + 1)...].reduce(1, *)
    let values = try x.doubles()
    var result = values
    guard x.count > 0 else { return [x] }
    for outer in 0..<x.count / (side * inner) {
      for column in 0..<inner {
        let places = (0..<side).map { (outer * side + $0) * inner + column }
        for (place, value) in zip(places, share(places.map { values[$0] })) {
          result[place] = value
        }
      }
    }
    return [Tensor(x.type, x.shape, rounding: result)]
  }

  private func share(_ values: [Double]) -> [Double] {
    let largest = values.max() ?? 0
    switch kind {
    case .hard:
      let first = values.firstIndex(of: largest)
      return values.indices.map { $0 == first ? 1 : 0 }
    case .softmax:
      let powers = values.map { exp($0 - largest) }
      let sum = powers.reduce(0, +)
      return powers.map { $0 / sum }
    case .logarithm:
      let sum = log(values.reduce(0) { $0 + exp($1 - largest) })
      return values.map { $0 - largest - sum }
    }
  }

  static let entries: [OperatorEntry] = Kind.allCases.map { kind in
    OperatorEntry(kind.rawValue) { attributes in
      let isOld = attributes.opset < 13
      return SoftmaxOperation(
        kind: kind, axis: attributes.integer("axis", isOld ? 1 : -1), joinsAxes: isOld)
    }
  }
}
