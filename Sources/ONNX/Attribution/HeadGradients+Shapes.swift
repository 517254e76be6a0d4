extension HeadGradients {
  /// The gradient of a reduction by its input: a mean shares it evenly, a sum passes it on, and of a
  /// maximum the first largest value gets it.
  mutating func passReduction(
    _ node: GraphNode, _ kind: ReductionOperation.Kind, _ slope: [Double], _ x: Tensor, _ y: Tensor,
    axes: [Int]
  ) throws(ONNXError) {
    var kept = x.shape
    for axis in axes { kept[axis] = 1 }
    let strides = Shape.strides(kept, broadcastTo: x.shape)
    let groups = StridedLoop(shape: x.shape, [strides]).collect(Array(slope.indices))
    switch kind {
    case .sum: add(groups.map { slope[$0] }, to: node.inputs[0])
    case .mean:
      let share = Double(slope.count) / Double(max(1, x.count))
      add(groups.map { slope[$0] * share }, to: node.inputs[0])
    case .maximum, .minimum:
      let (values, extremes) = (try x.doubles(), try y.doubles())
      var isOpen = [Bool](repeating: true, count: slope.count)
      var result = [Double](repeating: 0, count: values.count)
      for (place, group) in groups.enumerated()
      where isOpen[group] && values[place] == extremes[group] {
        (result[place], isOpen[group]) = (slope[group], false)
      }
      add(result, to: node.inputs[0])
    default: throw HeadGradients.unknown(node)
    }
  }

  /// The gradient of parts that lie side by side: each part gets its own.
  mutating func passJoining(
    _ node: GraphNode, _ operation: PartOperations.Joining, _ slope: [Double], _ y: Tensor
  ) throws(ONNXError) {
    let axis = try Shape.axis(operation.axis, rank: y.rank)
    let outer = y.shape[..<axis].reduce(1, *)
    let row = slope.count / max(1, outer)
    var start = 0
    for place in node.inputs.indices {
      guard let part = operand(node, place) else { continue }
      let width = part.count / max(1, outer)
      add(
        (0..<part.count).map { slope[$0 / width * row + start + $0 % width] },
        to: node.inputs[place])
      start += width
    }
  }

  /// The gradient of a limited value: none where a limit took its place.
  mutating func passLimits(
    _ node: GraphNode, _ slope: [Double], _ x: Tensor, _ y: Tensor
  ) throws(ONNXError) {
    let (before, after) = (try x.doubles(), try y.doubles())
    add(slope.indices.map { before[$0] == after[$0] ? slope[$0] : 0 }, to: node.inputs[0])
  }
}
