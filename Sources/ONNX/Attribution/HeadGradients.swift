/// Gradients of one score by the values of a head, computed backward, in double precision.
struct HeadGradients {
  private let tensors: [Int: Tensor]
  private var gradients: [Int: [Double]] = [:]

  /// - Parameter tensors: The values of the forward pass.
  init(_ tensors: [Int: Tensor]) { self.tensors = tensors }

  /// The gradient by a value; `nil` when the score does not depend on it.
  subscript(_ value: Int) -> [Double]? { gradients[value] }

  /// The value of the forward pass that a node reads at a place.
  func operand(_ node: GraphNode, _ place: Int) -> Tensor? {
    guard place < node.inputs.count, let value = node.inputs[place] else { return nil }
    return tensors[value]
  }

  /// The error for a node whose gradient is not known.
  static func unknown(_ node: GraphNode) -> ONNXError {
    ONNXError(.unsupported, "cam knows no gradient of \(node.place), which follows the last maps")
  }

  /// Adds a gradient to that of a value.
  mutating func add(_ gradient: [Double], to value: Int?) {
    guard let value else { return }
    guard let known = gradients[value] else {
      gradients[value] = gradient
      return
    }
    gradients[value] = zip(known, gradient).map { $0 + $1 }
  }

  /// Passes the gradient of a node's output on to its inputs.
  ///
  /// - Throws: ``ONNXError`` with `unsupported` for an operator whose gradient is not known.
  mutating func pass(_ node: GraphNode) throws(ONNXError) {
    guard let output = node.outputs.first.flatMap(\.self), let slope = gradients[output],
      let y = tensors[output], let input = node.inputs.first.flatMap(\.self), let x = tensors[input]
    else { return }
    if ClassHead.reshaping.contains(node.type) { return add(slope, to: input) }
    switch node.operation {
    case let operation as GeneralProduct:
      try passProduct(
        node, slope, x, y, alpha: Double(operation.alpha), beta: Double(operation.beta),
        transposesA: operation.transposesA, transposesB: operation.transposesB)
    case is MultiplyOperation:
      try passProduct(node, slope, x, y, alpha: 1, beta: 1, transposesA: false, transposesB: false)
    case let operation as ArithmeticOperation: try passArithmetic(node, operation, slope, y)
    case let operation as ConvOperation: try passConvolution(node, operation, slope, x, y)
    case let operation as MaxPoolOperation:
      try passWindows(node, operation.geometry, slope, x, y, takesLargest: true)
    case let operation as AveragePoolOperation:
      try passWindows(
        node, operation.geometry, slope, x, y, takesLargest: false,
        countsPads: operation.countsPads)
    case let operation as GlobalPoolOperation:
      try passReduction(node, operation.kind, slope, x, y, axes: Array(2..<x.rank))
    case let operation as ReductionOperation:
      let listed = try node.inputs.count > 1 ? tensors[node.inputs[1] ?? -1]?.list() : nil
      let axes = try Shape.axes(operation.axes ?? listed ?? [], rank: x.rank)
      if axes.isEmpty && operation.keepsAllWithoutAxes { return add(slope, to: input) }
      try passReduction(
        node, operation.kind, slope, x, y, axes: axes.isEmpty ? Array(x.shape.indices) : axes)
    case let operation as PartOperations.Joining: try passJoining(node, operation, slope, y)
    case is SelectionOperations.Limits: try passLimits(node, slope, x, y)
    case let operation as LayoutOperations.Transposition:
      let order = operation.order ?? Array((0..<x.rank).reversed())
      var inverse = order
      for (place, axis) in order.enumerated() { inverse[axis] = place }
      let tensor = LayoutOperations.transposed(Tensor(.double, y.shape, .double(slope)), inverse)
      add(try tensor.doubles(), to: input)
    case let operation as BatchNormalization: try passNormalization(node, operation, slope, x)
    case let operation as LayerNormalization: try passNormalization(node, operation, slope, x)
    case let operation as UnaryOperation:
      let values = try x.doubles()
      let isRelu = node.type == "Relu"
      add(
        values.indices.map { index in
          let value = values[index]
          if isRelu { return value > 0 ? slope[index] : 0 }
          let step = 1e-3 * max(1, abs(value))
          let difference = operation.double(value + step) - operation.double(value - step)
          return slope[index] * difference / (2 * step)
        }, to: input)
    default: throw HeadGradients.unknown(node)
    }
  }

  /// Sums a gradient over the sides that an operand was repeated along.
  private func folded(_ slope: [Double], _ shape: [Int], to target: [Int]) -> [Double] {
    guard shape != target else { return slope }
    var sums = [Double](repeating: 0, count: target.reduce(1, *))
    let loop = StridedLoop(
      shape: shape, [Shape.strides(shape), Shape.strides(target, broadcastTo: shape)])
    let step = loop.step
    loop.forEachRun { offsets, count in
      for k in 0..<count { sums[offsets[1] + k * step[1]] += slope[offsets[0] + k * step[0]] }
    }
    return sums
  }

  private mutating func passArithmetic(
    _ node: GraphNode, _ operation: ArithmeticOperation, _ slope: [Double], _ y: Tensor
  ) throws(ONNXError) {
    guard node.inputs.count == 2, let first = node.inputs[0], let second = node.inputs[1],
      let a = tensors[first], let b = tensors[second]
    else { return }
    let (x, z) = (try a.doubles(), try b.doubles())
    func times(_ values: [Double], _ shape: [Int]) -> [Double] {
      Broadcast.combine(slope, y.shape, values, shape, to: y.shape) { $0 * $1 }
    }
    switch operation.kind {
    case .add, .subtract:
      add(folded(slope, y.shape, to: a.shape), to: first)
      let back = folded(slope, y.shape, to: b.shape)
      add(operation.kind == .add ? back : back.map { -$0 }, to: second)
    case .multiply:
      add(folded(times(z, b.shape), y.shape, to: a.shape), to: first)
      add(folded(times(x, a.shape), y.shape, to: b.shape), to: second)
    case .divide:
      let inverse = times(z.map { 1 / $0 }, b.shape)
      add(folded(inverse, y.shape, to: a.shape), to: first)
      let ratio = try y.doubles()
      let back = Broadcast.combine(
        zip(ratio, slope).map { -$0 * $1 }, y.shape, z, b.shape, to: y.shape
      ) { $0 / $1 }
      add(folded(back, y.shape, to: b.shape), to: second)
    default: throw HeadGradients.unknown(node)
    }
  }
}
