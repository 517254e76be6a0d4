/// ArgMax and ArgMin: the index of the largest or smallest element along an axis.
struct ExtremeOperation: Operation {
  let axis: Int
  let keepsAxis: Bool
  let takesLast: Bool
  let isLargest: Bool

  init(_ attributes: inout Attributes, isLargest: Bool) {
    self.isLargest = isLargest
    axis = attributes.integer("axis", 0)
    keepsAxis = attributes.truth("keepdims", true)
    takesLast = attributes.opset >= 12 ? attributes.truth("select_last_index") : false
  }

  func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
    let x = try inputs.required(0)
    let axis = try Shape.axis(axis, rank: x.rank)
    guard x.shape[axis] > 0 else { throw ONNXError(.damaged, "no element along axis \(axis)") }
    var shape = x.shape
    if keepsAxis { shape[axis] = 1 } else { shape.remove(at: axis) }
    let indices: [Int64]
    switch x.values {
    case .float(let values): indices = places(values, x.shape, axis)
    case .double(let values): indices = places(values, x.shape, axis)
    case .integer(let values):
      let flip: Int64 = x.type == .uint64 ? .min : 0
      indices = places(values.map { $0 ^ flip }, x.shape, axis)
    }
    return [Tensor(.int64, shape, .integer(indices))]
  }

  private func places<Value: Comparable>(
    _ values: [Value], _ shape: [Int], _ axis: Int
  ) -> [Int64] {
    let (side, inner) = (shape[axis], shape[(axis + 1)...].reduce(1, *))
    var result: [Int64] = []
    for outer in 0..<shape[..<axis].reduce(1, *) {
      for column in 0..<inner {
        let first = outer * side * inner + column
        var best = 0
        for index in 1..<max(1, side) {
          let (value, old) = (values[first + index * inner], values[first + best * inner])
          let isBetter = isLargest ? value > old : value < old
          if isBetter || (takesLast && value == old) { best = index }
        }
        result.append(Int64(best))
      }
    }
    return result
  }
}
