/// A node that computes rows from rows.
struct RowStep {
  /// The node.
  let node: Int
  /// The values it reads that are computed in bands.
  let inputs: [Int]
  /// The shape of its output.
  let result: RowBand
  /// How its window moves over rows; `nil` for a node that keeps rows where they are.
  private let rowAxis: WindowAxis?
  private let columnAxis: WindowAxis?

  /// Operators of which each row of the output follows from the same row of the inputs.
  static let pointwise: Set<String> = [
    "Relu", "LeakyRelu", "PRelu", "Elu", "Selu", "Celu", "Clip", "Sigmoid", "HardSigmoid",
    "HardSwish", "Swish", "Gelu", "Tanh", "Softplus", "Softsign", "BatchNormalization", "Add",
    "Mul",
    "Sub", "Div", "Concat", "Dropout", "Identity", "Erf", "Mish", "LRN", "Neg", "Abs", "Sqrt",
    "Exp", "Max", "Min", "Sum", "Pow", "ThresholdedRelu",
  ]

  /// Plans a node; `nil` when it needs all rows.
  init?(_ runner: GraphRunner, _ index: Int, inputs: [Int], bands: [RowBand]) {
    let node = runner.graph.nodes[index]
    guard let first = bands.first, node.outputs.count == 1 else { return nil }
    (self.node, self.inputs) = (index, inputs)
    if let operation = runner.operation(index) as? any Windowed {
      guard inputs.count == 1, let size = RowStep.size(runner, node, operation),
        let axes = try? operation.geometry.axes([first.height, first.width], size: size)
      else { return nil }
      var channels = first.channels
      if let pool = operation as? AveragePoolOperation {
        if pool.countsPads && pool.geometry.roundsUp { return nil }
      } else if operation is ConvOperation {
        guard let weights = node.inputs[1].flatMap({ runner.constantShapes[$0] }) else {
          return nil
        }
        channels = weights[0]
      }
      (rowAxis, columnAxis) = (axes[0], axes[1])
      result = RowBand(channels: channels, height: axes[0].count, width: axes[1].count)
      return
    }
    guard RowStep.pointwise.contains(node.type) else { return nil }
    // Constants may have one element a channel, or one alone; not one a row.
    for value in node.inputs.compactMap(\.self) {
      guard let shape = runner.constantShapes[value], node.type != "BatchNormalization" else {
        continue
      }
      if node.type == "PRelu" || shape.count > 2 {
        guard shape.count < 3 || shape[shape.count - 2] == 1 else { return nil }
      } else if shape.count == 2 {
        guard shape[0] == 1 else { return nil }
      }
    }
    guard bands.allSatisfy({ $0.height == first.height && $0.width == first.width }) else {
      return nil
    }
    (rowAxis, columnAxis) = (nil, nil)
    let channels =
      node.type == "Concat" ? bands.reduce(0) { $0 + $1.channels } : bands.map(\.channels).max()
    if node.type == "Concat" {
      guard inputs.count == node.inputs.count, runner.concatenatesChannels(index) else {
        return nil
      }
    }
    result = RowBand(channels: channels ?? 0, height: first.height, width: first.width)
  }

  private static func size(
    _ runner: GraphRunner, _ node: GraphNode, _ operation: any Windowed
  ) -> [Int]? {
    if operation is ConvOperation {
      let weights =
        node.inputs.count > 1 ? node.inputs[1].flatMap { runner.constantShapes[$0] } : nil
      return weights?.count == 4 ? Array(weights?[2...] ?? []) : nil
    }
    return operation.geometry.size.count == 2 ? operation.geometry.size : nil
  }

  /// The number of rows that can be computed from so many rows of each input.
  func reachable(_ ends: [Int]) -> Int {
    let end = ends.min() ?? 0
    guard let axis = rowAxis else { return end }
    if end >= axis.side { return axis.count }
    // Row o reads up to o · stride − before + reach.
    let reach = (axis.size - 1) * axis.dilation
    let room = end - 1 - reach + axis.before
    return room < 0 ? 0 : min(axis.count, room / axis.stride + 1)
  }

  /// The first row of an input that rows from `row` on read.
  func firstNeeded(for row: Int) -> Int {
    guard let axis = rowAxis else { return row }
    return row >= axis.count ? axis.side : max(0, row * axis.stride - axis.before)
  }

  /// Computes some rows.
  ///
  /// - Parameters:
  ///   - rows: The rows of the output to compute.
  ///   - runner: Computes the node.
  ///   - rowsOf: Returns rows of a value, given its number.
  /// - Returns: The values of these rows, channel by channel.
  /// - Throws: ``ONNXError`` when a window lies outside of all rows, or the node fails.
  func compute(
    _ rows: Range<Int>, _ runner: GraphRunner, _ rowsOf: (Int, Range<Int>) -> Tensor?
  ) throws(ONNXError) -> [Float] {
    guard let axis = rowAxis, let across = columnAxis else {
      var tensors: [Int: Tensor] = [:]
      for value in inputs { tensors[value] = rowsOf(value, rows) }
      return try runner.compute(node, tensors).floats()
    }
    let first = rows.lowerBound * axis.stride - axis.before
    let last = (rows.upperBound - 1) * axis.stride - axis.before + (axis.size - 1) * axis.dilation
    let needed = max(0, first)..<max(max(0, first), min(axis.side, last + 1))
    var local = axis
    (local.side, local.count) = (needed.count, rows.count)
    (local.before, local.after) = (max(0, -first), max(0, last + 1 - axis.side))
    guard needed.count > 0, let tensor = rowsOf(inputs[0], needed) else {
      throw ONNXError(.unsupported, "\(runner.graph.nodes[node].place): a window outside all rows")
    }
    return try runner.compute(node, [inputs[0]: tensor], window: (local, across)).floats()
  }
}
