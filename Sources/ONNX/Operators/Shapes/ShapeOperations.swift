/// Operators that read or change the shape and keep the elements in their order.
enum ShapeOperations {
  static let entries: [OperatorEntry] = [
    OperatorEntry("Shape") { attributes in
      Sides(start: attributes.integer("start", 0), end: attributes.integer("end"))
    },
    OperatorEntry("Size") { _ in Total() },
    OperatorEntry("Reshape", inputs: 1...2) { attributes in
      let list = attributes.opset < 5 ? attributes.integers("shape") : nil
      return Reshaping(shape: list, allowsZero: attributes.truth("allowzero"))
    },
    OperatorEntry("Flatten") { Flattening(axis: $0.integer("axis", 1)) },
    OperatorEntry("Squeeze", inputs: 1...2) { attributes in
      Squeezing(axes: attributes.opset < 13 ? attributes.integers("axes") : nil)
    },
    OperatorEntry("Unsqueeze", inputs: 1...2) { attributes in
      Unsqueezing(axes: attributes.opset < 13 ? attributes.integers("axes") : nil)
    },
  ]

  private struct Sides: Operation {
    let start: Int
    let end: Int?

    func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
      let shape = try inputs.required(0).shape
      let rank = shape.count
      func place(_ axis: Int) -> Int { min(max(axis < 0 ? axis + rank : axis, 0), rank) }
      let (from, to) = (place(max(start, -rank)), place(max(end ?? rank, -rank - 1)))
      return [Tensor(list: from < to ? Array(shape[from..<to]) : [])]
    }
  }

  private struct Total: Operation {
    func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
      [Tensor(.int64, [], .integer([Int64(try inputs.required(0).count)]))]
    }
  }

  /// A new shape: 0 keeps a side, one −1 takes what remains.
  private struct Reshaping: Operation {
    let shape: [Int]?
    let allowsZero: Bool

    func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
      let x = try inputs.required(0)
      let wanted: [Int]
      if let shape { wanted = shape } else { wanted = try inputs.required(1).list() }
      var sides = wanted
      var free: Int?
      for (axis, side) in wanted.enumerated() {
        if side == 0 && !allowsZero {
          guard axis < x.rank else { throw misfit(x, wanted) }
          sides[axis] = x.shape[axis]
        } else if side == -1 {
          guard free == nil else { throw misfit(x, wanted) }
          (free, sides[axis]) = (axis, 1)
        }
      }
      guard let known = Shape.count(sides) else { throw misfit(x, wanted) }
      if let free {
        guard known > 0, x.count % known == 0 else { throw misfit(x, wanted) }
        sides[free] = x.count / known
      }
      guard Shape.count(sides) == x.count else { throw misfit(x, wanted) }
      return [x.reshaped(sides)]
    }

    private func misfit(_ x: Tensor, _ shape: [Int]) -> ONNXError {
      ONNXError(.damaged, "\(Shape.text(x.shape)) cannot become \(Shape.text(shape))")
    }
  }

  private struct Flattening: Operation {
    let axis: Int

    func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
      let x = try inputs.required(0)
      guard axis >= -x.rank && axis <= x.rank else {
        throw ONNXError(.damaged, "axis \(axis) of \(x.rank) dimensions")
      }
      let axis = axis < 0 ? axis + x.rank : axis
      return [x.reshaped([x.shape[..<axis].reduce(1, *), x.shape[axis...].reduce(1, *)])]
    }
  }

  private struct Squeezing: Operation {
    let axes: [Int]?

    func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
      let x = try inputs.required(0)
      let named = try inputs.list(1, or: axes)
      guard let named else { return [x.reshaped(x.shape.filter { $0 != 1 })] }
      let axes = try Shape.axes(named, rank: x.rank)
      guard axes.allSatisfy({ x.shape[$0] == 1 }) else {
        throw ONNXError(.damaged, "a side of \(Shape.text(x.shape)) to remove is not 1")
      }
      return [x.reshaped(x.shape.indices.filter { !axes.contains($0) }.map { x.shape[$0] })]
    }
  }

  private struct Unsqueezing: Operation {
    let axes: [Int]?

    func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
      let x = try inputs.required(0)
      let named: [Int]
      if let axes { named = axes } else { named = try inputs.required(1).list() }
      let rank = x.rank + named.count
      var rest = x.shape[...]
      let axes = try Shape.axes(named, rank: rank)
      return [x.reshaped((0..<rank).map { axes.contains($0) ? 1 : rest.removeFirst() })]
    }
  }
}
