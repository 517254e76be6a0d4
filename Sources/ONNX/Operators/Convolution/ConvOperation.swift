internal import ConvNet

/// Conv: correlation with filters over one to three spatial dimensions, in groups of channels.
struct ConvOperation: Operation {
  var geometry: WindowGeometry
  let groups: Int
  /// The filters laid out for the loop, one for each group, when they never change.
  private var filters: ConvFilters?
  /// Whether the model names biases that are not part of the filters.
  private let hasBias: Bool
  private var ending = ConvEnding()
  private var algorithm = ConvolutionAlgorithm.direct

  init(_ attributes: inout Attributes) {
    geometry = WindowGeometry(&attributes)
    groups = attributes.integer("group", 1)
    hasBias = attributes.inputs > 2
    if groups < 1 { attributes.refuse("group \(groups)") }
  }

  func prepared(_ constants: Operands, _ context: RunContext) throws(ONNXError) -> any Operation {
    guard let weights = constants[1], weights.type.heldByteCount == 4 else { return self }
    var operation = self
    operation.filters = try ConvFilters(weights, constants[2], groups: groups)
    return operation
  }

  var releasedInputs: Set<Int> {
    guard let filters else { return [] }
    return filters.includesBias ? [1, 2] : [1]
  }

  func rectified() -> (any Operation)? {
    guard let filters, filters.includesBias || !hasBias else { return nil }
    var operation = self
    operation.ending.rectify = true
    return operation
  }

  func clipped(below ceiling: Float) -> (any Operation)? {
    guard var operation = rectified() as? ConvOperation else { return nil }
    operation.ending.ceiling = ceiling
    return operation
  }

  func faster() -> (any Operation)? {
    guard filters?.winograd != nil else { return nil }
    var operation = self
    operation.algorithm = .winograd
    return operation
  }

  func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
    let x = try inputs.required(0)
    let filterShape: [Int]
    if let filters {
      filterShape = filters.shape
    } else {
      filterShape = try inputs.required(1).shape
    }
    let sides = try ConvOperation.check(x, filterShape, groups: groups)
    let size = Array(filterShape[2...])
    guard geometry.size.isEmpty || geometry.size == size else {
      throw ONNXError(.damaged, "kernel_shape \(geometry.size) for weights of \(size)")
    }
    let axes = try geometry.axes(sides, size: size)
    let shape = [x.shape[0], filterShape[0]] + axes.map(\.count)
    try context.count(shape, x.type)
    guard case .float(let values) = x.values else {
      let weights = try inputs.required(1)
      try ConvOperation.check(x, weights, inputs[2])
      return [
        try DirectCorrelation.run(x, weights, inputs[2], axes, groups: groups, shape)
      ]
    }
    let filters: ConvFilters
    if let packed = self.filters {
      filters = packed
    } else {
      let weights = try inputs.required(1)
      try ConvOperation.check(x, weights, inputs[2])
      filters = try ConvFilters(weights, inputs[2], groups: groups)
    }
    var result = try ConvSums(axes: axes, filters: filters, groups: groups, ending: ending)
      .run(values, images: x.shape[0], channels: x.shape[1], algorithm, context)
    if let bias = inputs[2], !filters.includesBias {
      let list = try bias.floats()
      guard list.count == filters.count else {
        throw ONNXError(.damaged, "\(list.count) biases for \(filters.count) filters")
      }
      let plane = axes.reduce(1) { $0 * $1.count }
      for index in result.indices { result[index] += list[index / plane % list.count] }
    }
    return [Tensor(x.type, shape, rounding: result)]
  }

  func products(_ inputs: [[Int]?], result: [Int]) -> Int {
    guard inputs.count > 1, let weights = inputs[1] else { return 0 }
    return result.reduce(1, *) * weights.dropFirst().reduce(1, *)
  }

  /// Checks the shapes and returns the spatial sides of the input.
  static func check(
    _ x: Tensor, _ weights: [Int], groups: Int
  ) throws(ONNXError) -> [Int] {
    guard (3...5).contains(x.rank) else {
      throw ONNXError(
        .unsupported, "\(max(0, x.rank - 2)) spatial dimensions are not supported: 1 to 3 are")
    }
    guard weights.count == x.rank, weights[0] % groups == 0,
      weights[1].multipliedReportingOverflow(by: groups).partialValue == x.shape[1],
      !weights.contains(0)
    else {
      throw ONNXError(
        .damaged,
        "weights of \(Shape.text(weights)) in \(groups) groups for \(Shape.text(x.shape))")
    }
    return Array(x.shape[2...])
  }

  /// Checks the types of weights and biases, and the number of biases.
  static func check(_ x: Tensor, _ weights: Tensor, _ bias: Tensor?) throws(ONNXError) {
    guard weights.type == x.type, bias?.type ?? x.type == x.type,
      bias?.shape ?? [weights.shape[0]] == [weights.shape[0]]
    else {
      throw ONNXError(
        .damaged, "weights of \(weights.type), biases of \(Shape.text(bias?.shape ?? []))")
    }
  }
}
