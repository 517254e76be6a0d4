/// BatchNormalization: (x − mean) / √(variance + epsilon) · scale + bias for each channel.
struct BatchNormalization: Operation {
  let epsilon: Double
  let momentum: Double
  let isTraining: Bool
  private var isRectified = false

  func rectified() -> (any Operation)? {
    guard !isTraining else { return nil }
    var operation = self
    operation.isRectified = true
    return operation
  }

  init(_ attributes: inout Attributes) {
    epsilon = Double(attributes.float("epsilon", 1e-5))
    momentum = Double(attributes.float("momentum", 0.9))
    if attributes.opset < 9, !attributes.truth("spatial", true) { attributes.refuse("spatial 0") }
    isTraining = attributes.opset >= 14 ? attributes.truth("training_mode") : false
    let isUsed = attributes.opset >= 7 || attributes.truth("is_test")
    if !isUsed { attributes.refuse("batch normalization while training") }
    if !isTraining && attributes.outputs > 1 { attributes.refuse("outputs for training") }
  }

  func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
    let x = try inputs.required(0)
    guard x.rank >= 2 else { throw ONNXError(.damaged, "\(Shape.text(x.shape)) has no channels") }
    var lists: [[Double]] = []
    for index in 1...4 {
      let list = try inputs.required(index)
      guard list.shape == [x.shape[1]] else {
        throw ONNXError(
          .damaged, "statistics of \(Shape.text(list.shape)) for \(x.shape[1]) channels")
      }
      lists.append(try list.doubles())
    }
    guard isTraining else {
      return [try normalized(x, lists[0], lists[1], mean: lists[2], variance: lists[3], context)]
    }
    let axes = x.shape.indices.filter { $0 != 1 }
    let reduction = Reduction(x.shape, axes)
    let (values, count) = (try x.doubles(), Double(reduction.count))
    let means = reduction.fold(values, 0.0) { $0 + $1 }.map { $0 / count }
    let centered = Broadcast.combine(
      values, x.shape, means, reduction.keptShape, to: x.shape
    ) { $0 - $1 }
    let variances = reduction.fold(centered, 0.0) { $0 + $1 * $1 }.map { $0 / count }
    func running(_ old: [Double], _ new: [Double], _ index: Int) throws(ONNXError) -> Tensor {
      let values = zip(old, new).map { $0 * momentum + $1 * (1 - momentum) }
      return Tensor(try inputs.required(index).type, [x.shape[1]], rounding: values)
    }
    return [
      try normalized(x, lists[0], lists[1], mean: means, variance: variances, context),
      try running(lists[2], means, 3), try running(lists[3], variances, 4),
    ]
  }

  private func normalized(
    _ x: Tensor, _ scale: [Double], _ bias: [Double], mean: [Double], variance: [Double],
    _ context: RunContext
  ) throws(ONNXError) -> Tensor {
    let shape = [x.shape[1]] + [Int](repeating: 1, count: x.rank - 2)
    let factors = scale.indices.map { scale[$0] / (variance[$0] + epsilon).squareRoot() }
    if case .double(let values) = x.values {
      let moved = Broadcast.combine(values, x.shape, mean, shape, to: x.shape) { $0 - $1 }
      let scaled = Broadcast.combine(moved, x.shape, factors, shape, to: x.shape) { $0 * $1 }
      let result = Broadcast.combine(scaled, x.shape, bias, shape, to: x.shape) { $0 + $1 }
      return Tensor(
        x.type, x.shape, rounding: isRectified ? result.map { $0 < 0 ? 0 : $0 } : result)
    }
    let plane = x.shape[2...].reduce(1, *)
    let result = ChannelScaling.run(
      try x.floats(), plane: plane, factors: factors.map(Float.init),
      offsets: bias.indices.map { Float(bias[$0] - mean[$0] * factors[$0]) },
      rectify: isRectified, context)
    return Tensor(x.type, x.shape, rounding: result)
  }
}
