/// Operators that move or repeat elements evenly.
enum LayoutOperations {
  static let entries: [OperatorEntry] = [
    OperatorEntry("Transpose") { Transposition(order: $0.integers("perm")) },
    OperatorEntry("Expand", since: 8, inputs: 2...2) { _ in Expansion() },
    OperatorEntry("Tile", since: 6, inputs: 2...2) { _ in Tiling() },
    OperatorEntry("DepthToSpace") { attributes in
      Blocks(
        size: attributes.integer("blocksize", 0), toSpace: true,
        isDepthFirst: attributes.text("mode", "DCR", of: ["DCR", "CRD"]) == "DCR")
    },
    OperatorEntry("SpaceToDepth") { attributes in
      let mode = attributes.text("mode", "DCR", of: ["DCR"])
      return Blocks(
        size: attributes.integer("blocksize", 0), toSpace: false, isDepthFirst: mode == "DCR")
    },
  ]

  /// Returns a tensor with its dimensions in another order.
  static func transposed(_ x: Tensor, _ order: [Int]) -> Tensor {
    let strides = Shape.strides(x.shape)
    let shape = order.map { x.shape[$0] }
    let loop = StridedLoop(shape: shape, [order.map { strides[$0] }])
    return Tensor(x.type, shape, x.values.visited(by: loop))
  }

  struct Transposition: Operation {
    let order: [Int]?

    func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
      let x = try inputs.required(0)
      let order = order ?? Array(x.shape.indices.reversed())
      guard order.sorted() == Array(x.shape.indices) else {
        throw ONNXError(.damaged, "\(order) is no order of \(x.rank) dimensions")
      }
      return [LayoutOperations.transposed(x, order)]
    }
  }

  private struct Expansion: Operation {
    func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
      let (x, wanted) = (try inputs.required(0), try inputs.required(1).list())
      guard wanted.allSatisfy({ $0 >= 0 }) else {
        throw ONNXError(.damaged, "impossible shape \(Shape.text(wanted))")
      }
      let shape = try Shape.broadcast([x.shape, wanted])
      try context.count(shape, x.type)
      let loop = StridedLoop(shape: shape, [Shape.strides(x.shape, broadcastTo: shape)])
      return [Tensor(x.type, shape, x.values.visited(by: loop))]
    }
  }

  private struct Tiling: Operation {
    func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
      let (x, repeats) = (try inputs.required(0), try inputs.required(1).list())
      guard repeats.count == x.rank, repeats.allSatisfy({ $0 >= 0 }) else {
        throw ONNXError(.damaged, "\(repeats) repeats of \(x.rank) dimensions")
      }
      var shape: [Int] = []
      for (side, times) in zip(x.shape, repeats) {
        let (product, overflow) = side.multipliedReportingOverflow(by: times)
        shape.append(overflow ? .max : product)
      }
      try context.count(shape, x.type)
      // Each dimension as two: the repeats, whose stride is 0, and the side.
      let strides = Shape.strides(x.shape)
      let loop = StridedLoop(
        shape: zip(repeats, x.shape).flatMap { [$0, $1] }, [strides.flatMap { [0, $0] }])
      return [Tensor(x.type, shape, x.values.visited(by: loop))]
    }
  }

  /// Exchanges channels for pixels.
  private struct Blocks: Operation {
    let size: Int
    let toSpace: Bool
    let isDepthFirst: Bool

    func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
      let x = try inputs.required(0)
      guard x.rank == 4, size > 0, size < 1 << 20 else {
        throw ONNXError(.damaged, "blocks of \(size) in \(Shape.text(x.shape))")
      }
      let (n, c, h, w) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3])
      if toSpace {
        guard c % (size * size) == 0 else {
          throw ONNXError(.damaged, "\(c) channels are no blocks of \(size)")
        }
        let depth = c / (size * size)
        let split =
          isDepthFirst
          ? x.reshaped([n, size, size, depth, h, w]) : x.reshaped([n, depth, size, size, h, w])
        let order = isDepthFirst ? [0, 3, 4, 1, 5, 2] : [0, 1, 4, 2, 5, 3]
        return [
          LayoutOperations.transposed(split, order).reshaped([n, depth, h * size, w * size])
        ]
      }
      guard h % size == 0, w % size == 0 else {
        throw ONNXError(.damaged, "\(h)x\(w) is not divisible by \(size)")
      }
      let split = x.reshaped([n, c, h / size, size, w / size, size])
      return [
        LayoutOperations.transposed(split, [0, 3, 5, 1, 2, 4])
          .reshaped([n, c * size * size, h / size, w / size])
      ]
    }
  }
}
