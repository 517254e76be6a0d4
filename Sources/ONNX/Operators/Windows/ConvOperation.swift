/// Conv: correlation with filters over one to three spatial dimensions, in groups of channels.
struct ConvOperation: Operation {
  let geometry: WindowGeometry
  let groups: Int
  /// The filters laid out for the loop, one for each group, when they never change.
  private var filters: ConvFilters?

  init(_ attributes: inout Attributes) {
    geometry = WindowGeometry(&attributes)
    groups = attributes.integer("group", 1)
    if groups < 1 { attributes.refuse("group \(groups)") }
  }

  func prepared(_ constants: Operands, _ context: RunContext) throws(ONNXError) -> any Operation {
    guard let weights = constants[1], weights.type.heldByteCount == 4 else { return self }
    var operation = self
    operation.filters = try ConvFilters(weights, constants[2], groups: groups)
    // Biases that are computed are added afterwards.
    return operation
  }

  func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
    let (x, weights) = (try inputs.required(0), try inputs.required(1))
    let sides = try ConvOperation.check(x, weights, inputs[2], groups: groups)
    let size = Array(weights.shape[2...])
    guard geometry.size.isEmpty || geometry.size == size else {
      throw ONNXError(.damaged, "kernel_shape \(geometry.size) for weights of \(size)")
    }
    let axes = try geometry.axes(sides, size: size)
    let shape = [x.shape[0], weights.shape[0]] + axes.map(\.count)
    try context.count(shape, x.type)
    guard case .float(let values) = x.values else {
      return [
        try DirectCorrelation.run(x, weights, inputs[2], axes, groups: groups, shape)
      ]
    }
    let filters: ConvFilters
    if let packed = self.filters {
      filters = packed
    } else {
      filters = try ConvFilters(weights, inputs[2], groups: groups)
    }
    let plan = try ConvPlan(
      channels: x.shape[1], axes: axes, filters: filters, groups: groups, context)
    var result = plan.run(values, images: x.shape[0], context)
    if let bias = inputs[2], !filters.includesBias {
      let list = try bias.floats()
      let plane = axes.reduce(1) { $0 * $1.count }
      for index in result.indices { result[index] += list[index / plane % list.count] }
    }
    return [Tensor(x.type, shape, rounding: result)]
  }

  /// Checks the shapes and returns the spatial sides of the input.
  static func check(
    _ x: Tensor, _ weights: Tensor, _ bias: Tensor?, groups: Int
  ) throws(ONNXError) -> [Int] {
    guard (3...5).contains(x.rank) else {
      throw ONNXError(
        .unsupported, "\(max(0, x.rank - 2)) spatial dimensions are not supported: 1 to 3 are")
    }
    guard weights.rank == x.rank, weights.type == x.type, weights.shape[0] % groups == 0,
      weights.shape[1].multipliedReportingOverflow(by: groups).partialValue == x.shape[1],
      weights.count > 0
    else {
      throw ONNXError(
        .damaged,
        "weights of \(Shape.text(weights.shape)) in \(groups) groups for \(Shape.text(x.shape))")
    }
    if let bias, bias.shape != [weights.shape[0]] || bias.type != x.type {
      throw ONNXError(.damaged, "biases of \(Shape.text(bias.shape))")
    }
    return Array(x.shape[2...])
  }
}
