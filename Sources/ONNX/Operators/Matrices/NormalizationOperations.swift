/// Operators that shift and scale values by statistics.
enum NormalizationOperations {
  static let entries: [OperatorEntry] = [
    OperatorEntry("BatchNormalization", since: 6, inputs: 5...5, outputs: 5) {
      BatchNormalization(&$0)
    },
    OperatorEntry("InstanceNormalization", inputs: 3...3) { attributes in
      GroupedNormalization(
        groups: nil, epsilon: Double(attributes.float("epsilon", 1e-5)), scalesGroups: false)
    },
    OperatorEntry("GroupNormalization", since: 18, inputs: 3...3) { attributes in
      attributes.ignore("stash_type")
      let groups = attributes.integer("num_groups", 0)
      if groups < 1 { attributes.refuse("num_groups \(groups)") }
      return GroupedNormalization(
        groups: groups, epsilon: Double(attributes.float("epsilon", 1e-5)),
        scalesGroups: attributes.opset < 21)
    },
    OperatorEntry("LayerNormalization", since: 17, inputs: 2...3, outputs: 3) { attributes in
      attributes.ignore("stash_type")
      return LayerNormalization(
        axis: attributes.integer("axis", -1), epsilon: Double(attributes.float("epsilon", 1e-5)),
        centers: true, isAlone: attributes.outputs == 1)
    },
    OperatorEntry("RMSNormalization", since: 23, inputs: 2...2) { attributes in
      attributes.ignore("stash_type")
      return LayerNormalization(
        axis: attributes.integer("axis", -1), epsilon: Double(attributes.float("epsilon", 1e-5)),
        centers: false, isAlone: attributes.outputs == 1)
    },
    OperatorEntry("MeanVarianceNormalization", since: 9) {
      VarianceNormalization(axes: $0.integers("axes") ?? [0, 2, 3])
    },
    OperatorEntry("LpNormalization") { attributes in
      let power = attributes.integer("p", 2)
      if power != 1 && power != 2 { attributes.refuse("p \(power)") }
      return LengthNormalization(axis: attributes.integer("axis", -1), isEuclidean: power == 2)
    },
    OperatorEntry("ImageScaler") { attributes in
      ImageScaler(scale: attributes.float("scale", 1), bias: attributes.floats("bias") ?? [])
    },
  ]

  /// (x − mean) / √(variance + 1e-9) over some axes.
  private struct VarianceNormalization: Operation {
    let axes: [Int]

    func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
      let x = try inputs.required(0)
      let reduction = Reduction(x.shape, try Shape.axes(axes, rank: x.rank))
      let values = try x.doubles()
      let count = Double(reduction.count)
      let means = reduction.fold(values, 0.0) { $0 + $1 }.map { $0 / count }
      let centered = Broadcast.combine(
        values, x.shape, means, reduction.keptShape, to: x.shape
      ) { $0 - $1 }
      let deviations = reduction.fold(centered, 0.0) { $0 + $1 * $1 }
        .map { ($0 / count).squareRoot() + 1e-9 }
      let result = Broadcast.combine(
        centered, x.shape, deviations, reduction.keptShape, to: x.shape
      ) { $0 / $1 }
      return [Tensor(x.type, x.shape, rounding: result)]
    }
  }

  /// x divided by its length along an axis.
  private struct LengthNormalization: Operation {
    let axis: Int
    let isEuclidean: Bool

    func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
      let x = try inputs.required(0)
      let reduction = Reduction(x.shape, [try Shape.axis(axis, rank: x.rank)])
      let values = try x.doubles()
      let lengths =
        isEuclidean
        ? reduction.fold(values, 0.0) { $0 + $1 * $1 }.map { $0.squareRoot() }
        : reduction.fold(values, 0.0) { $0 + abs($1) }
      let result = Broadcast.combine(
        values, x.shape, lengths, reduction.keptShape, to: x.shape
      ) { $1 == 0 ? 0 : $0 / $1 }
      return [Tensor(x.type, x.shape, rounding: result)]
    }
  }

  /// x · scale + bias of the channel.
  private struct ImageScaler: Operation {
    let scale: Float
    let bias: [Float]

    func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
      let x = try inputs.required(0)
      guard x.rank == 4, bias.count == x.shape[1] else {
        throw ONNXError(.damaged, "\(bias.count) biases for \(Shape.text(x.shape))")
      }
      let result = Broadcast.combine(
        try x.floats(), x.shape, bias, [bias.count, 1, 1], to: x.shape
      ) { [scale] in
        $0 * scale + $1
      }
      return [Tensor(x.type, x.shape, rounding: result)]
    }
  }
}
