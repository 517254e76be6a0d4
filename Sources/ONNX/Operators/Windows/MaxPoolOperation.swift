import RowLoops

/// MaxPool: the largest value of each window, and where it lies.
struct MaxPoolOperation: Operation {
  var geometry: WindowGeometry
  /// Whether indices count rows fastest.
  let countsRowsFirst: Bool
  let wantsIndices: Bool

  init(_ attributes: inout Attributes) {
    let roundsUp = attributes.opset >= 10 ? attributes.truth("ceil_mode") : false
    geometry = WindowGeometry(&attributes, roundsUp: roundsUp)
    countsRowsFirst = attributes.opset >= 8 ? attributes.truth("storage_order") : false
    wantsIndices = attributes.outputs > 1
    if geometry.size.isEmpty { attributes.refuse("without kernel_shape") }
  }

  func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
    let x = try inputs.required(0)
    guard (3...5).contains(x.rank) else {
      throw ONNXError(.unsupported, "\(max(0, x.rank - 2)) spatial dimensions: 1 to 3 are")
    }
    let axes = try geometry.axes(Array(x.shape[2...]), size: geometry.size)
    let shape = Array(x.shape[..<2]) + axes.map(\.count)
    try context.count(shape, x.type)
    let maps = x.shape[0] * x.shape[1]
    switch x.values {
    case .float(let values) where !wantsIndices && axes.count == 2:
      return [Tensor(x.type, shape, .float(PlanePool(axes, .maximum).run(values, maps, context)))]
    case .float(let values):
      return results(values, -.infinity, x.type, maps, axes, shape) { .float($0) }
    case .double(let values):
      return results(values, -.infinity, x.type, maps, axes, shape) { .double($0) }
    case .integer(let values):
      return results(values, .min, x.type, maps, axes, shape) { .integer($0) }
    }
  }

  private func results<Value: Comparable>(
    _ values: [Value], _ smallest: Value, _ type: ElementType, _ maps: Int,
    _ given: [WindowAxis], _ shape: [Int], _ wrap: ([Value]) -> TensorValues
  ) -> [Tensor] {
    let axes = [WindowAxis](repeating: .single, count: 3 - given.count) + given
    let plane = axes.reduce(1) { $0 * $1.side }
    var (largest, indices): ([Value], [Int64]) = ([], [])
    for map in 0..<maps {
      DirectCorrelation.forEachWindow(axes) { cells, place in
        var (best, index): (Value, Int?) = (smallest, nil)
        for z in cells[0] {
          for y in cells[1] {
            for x in cells[2] {
              let (i, j, k) = (place(0, z), place(1, y), place(2, x))
              let value = values[map * plane + (i * axes[1].side + j) * axes[2].side + k]
              // NaN is found as well.
              guard index == nil || value > best || value != value else { continue }
              best = value
              index =
                countsRowsFirst
                ? (i * axes[2].side + k) * axes[1].side + j
                : (i * axes[1].side + j) * axes[2].side + k
            }
          }
        }
        largest.append(best)
        if wantsIndices { indices.append(Int64(map * plane + (index ?? 0))) }
      }
    }
    let result = Tensor(type, shape, wrap(largest))
    return wantsIndices ? [result, Tensor(.int64, shape, .integer(indices))] : [result]
  }
}
