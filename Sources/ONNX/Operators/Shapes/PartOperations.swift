/// Operators that cut, join and frame tensors.
enum PartOperations {
  static let entries: [OperatorEntry] = [
    OperatorEntry("Concat", inputs: 1...Int.max) { attributes in
      let axis = attributes.integer("axis")
      if axis == nil && attributes.opset >= 4 { attributes.refuse("without an axis") }
      return Joining(axis: axis ?? 1)
    },
    OperatorEntry("Split", since: 2, inputs: 1...2, outputs: Int.max) { attributes in
      let sizes = attributes.opset < 13 ? attributes.integers("split") : nil
      let axis = attributes.integer("axis", 0)
      let parts = attributes.opset >= 18 ? attributes.integer("num_outputs") : nil
      if let parts, parts != attributes.outputs {
        attributes.refuse("num_outputs \(parts) with \(attributes.outputs) outputs")
      }
      return Splitting(axis: axis, sizes: sizes, parts: attributes.outputs)
    },
    OperatorEntry("Slice", inputs: 1...5) { attributes in
      guard attributes.opset < 10 else { return Slicing(starts: nil, ends: nil, axes: nil) }
      return Slicing(
        starts: attributes.integers("starts") ?? [], ends: attributes.integers("ends") ?? [],
        axes: attributes.integers("axes"))
    },
    OperatorEntry("Pad", since: 2, inputs: 1...4, PadOperation.make),
    OperatorEntry("Trilu", since: 14, inputs: 1...2) { Triangle(isUpper: $0.truth("upper", true)) },
  ]

  struct Joining: Operation {
    let axis: Int

    func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
      let parts = try inputs.ofOneType()
      let axis = try Shape.axis(axis, rank: parts[0].rank)
      var shape = parts[0].shape
      for part in parts.dropFirst() {
        guard part.rank == shape.count,
          part.shape.indices.allSatisfy({ $0 == axis || part.shape[$0] == shape[$0] })
        else {
          throw ONNXError(
            .damaged, "\(Shape.text(part.shape)) does not fit \(Shape.text(parts[0].shape))")
        }
        shape[axis] += part.shape[axis]
      }
      try context.count(shape, parts[0].type)
      return [Joining.joined(parts, axis: axis, shape)]
    }

    /// The parts lie side by side in each of the outer dimensions.
    private static func joined(_ parts: [Tensor], axis: Int, _ shape: [Int]) -> Tensor {
      let outer = shape[..<axis].reduce(1, *)
      let type = parts[0].type
      switch parts[0].values {
      case .float:
        return Tensor(type, shape, .float(join(parts, outer) { try? $0.floats() }))
      case .double:
        return Tensor(type, shape, .double(join(parts, outer) { try? $0.doubles() }))
      case .integer:
        return Tensor(type, shape, .integer(join(parts, outer) { try? $0.integers() }))
      }
    }

    private static func join<Value>(
      _ parts: [Tensor], _ outer: Int, _ values: (Tensor) -> [Value]?
    ) -> [Value] {
      let lists = parts.map { values($0) ?? [] }
      var result: [Value] = []
      result.reserveCapacity(lists.reduce(0) { $0 + $1.count })
      for index in 0..<outer {
        for list in lists {
          let length = list.count / outer
          result.append(contentsOf: list[index * length..<(index + 1) * length])
        }
      }
      return result
    }
  }

  private struct Splitting: Operation {
    let axis: Int
    let sizes: [Int]?
    let parts: Int

    func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
      let x = try inputs.required(0)
      let axis = try Shape.axis(axis, rank: x.rank)
      let side = x.shape[axis]
      var sizes = try inputs.list(1, or: sizes) ?? []
      if sizes.isEmpty {
        // The last part is smaller when the side cannot be divided.
        let length = (side + parts - 1) / parts
        sizes = (0..<parts).map { max(0, min(length, side - $0 * length)) }
      }
      guard sizes.count == parts, Shape.count(sizes) != nil, sizes.allSatisfy({ $0 <= side }),
        sizes.reduce(0, +) == side
      else { throw ONNXError(.damaged, "a side of \(side) cannot be split into \(sizes)") }
      let strides = Shape.strides(x.shape)
      var start = 0
      return sizes.map { size in
        var shape = x.shape
        shape[axis] = size
        let loop = StridedLoop(
          shape: shape, [strides], start: StridedLoop.Offsets(start * strides[axis], 0, 0, 0))
        start += size
        return Tensor(x.type, shape, x.values.visited(by: loop))
      }
    }
  }

  private struct Slicing: Operation {
    let starts: [Int]?
    let ends: [Int]?
    let axes: [Int]?

    func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
      let x = try inputs.required(0)
      let starts = try inputs.requiredList(1, or: starts)
      let ends = try inputs.requiredList(2, or: ends)
      let axes = try inputs.list(3, or: axes) ?? Array(starts.indices)
      let steps = try inputs[4]?.list() ?? starts.map { _ in 1 }
      guard ends.count == starts.count, axes.count == starts.count, steps.count == starts.count
      else { throw ONNXError(.damaged, "starts, ends, axes and steps of different lengths") }
      _ = try Shape.axes(axes, rank: x.rank)
      var (shape, strides, first) = (x.shape, Shape.strides(x.shape), 0)
      for (index, axis) in axes.enumerated() {
        let axis = try Shape.axis(axis, rank: x.rank)
        let (side, step) = (x.shape[axis], steps[index])
        guard step != 0, step != .min else { throw ONNXError(.damaged, "a step of \(step)") }
        func place(_ index: Int, from first: Int, to last: Int) -> Int {
          min(max(index < 0 ? max(index, -side - 1) + side : index, first), last)
        }
        let start = place(starts[index], from: 0, to: step > 0 ? side : side - 1)
        let end = place(
          ends[index], from: step > 0 ? 0 : -1, to: step > 0 ? side : side - 1)
        let span = step > 0 ? end - start : start - end
        // A side shorter than the step has one element at most.
        let length = span <= 0 ? 0 : (span - 1) / Int(step.magnitude) + 1
        shape[axis] = length
        if length > 0 { first += start * strides[axis] }
        strides[axis] = length > 1 ? strides[axis] * step : 0
      }
      let loop = StridedLoop(
        shape: shape, [strides], start: StridedLoop.Offsets(first, 0, 0, 0))
      return [Tensor(x.type, shape, x.values.visited(by: loop))]
    }
  }

  /// The part of matrices above or below a diagonal; the rest is zero.
  private struct Triangle: Operation {
    let isUpper: Bool

    func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
      let x = try inputs.required(0)
      let offset = try inputs[1]?.number() ?? 0
      guard x.rank >= 2 else { throw ONNXError(.damaged, "\(x.rank) dimensions, not matrices") }
      let (rows, columns) = (x.shape[x.rank - 2], x.shape[x.rank - 1])
      // Offsets beyond the matrix keep all or nothing.
      let shift = min(max(offset, -rows - 1), columns + 1)
      let kept = (0..<x.count).map { index in
        let (row, column) = (index / columns % rows, index % columns)
        return isUpper ? column - row >= shift : column - row <= shift
      }
      switch x.values {
      case .float(let values):
        return [Tensor(x.type, x.shape, .float(zip(values, kept).map { $1 ? $0 : 0 }))]
      case .double(let values):
        return [Tensor(x.type, x.shape, .double(zip(values, kept).map { $1 ? $0 : 0 }))]
      case .integer(let values):
        return [Tensor(x.type, x.shape, .integer(zip(values, kept).map { $1 ? $0 : 0 }))]
      }
    }
  }
}
