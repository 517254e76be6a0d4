/// Operators that exchange floats for small integers with a scale and a zero point.
enum QuantizationOperations {
  static let entries: [OperatorEntry] = [
    OperatorEntry("QuantizeLinear", since: 10, inputs: 2...3) { attributes in
      let axis = attributes.integer("axis", 1)
      if attributes.integer("block_size", 0) != 0 { attributes.refuse("block_size") }
      let type = attributes.has("output_dtype") ? attributes.type("output_dtype") : nil
      attributes.ignore("saturate", "precision")
      return Quantization(axis: axis, type: type)
    },
    OperatorEntry("DequantizeLinear", since: 10, inputs: 2...3) { attributes in
      let axis = attributes.integer("axis", 1)
      if attributes.integer("block_size", 0) != 0 { attributes.refuse("block_size") }
      if attributes.integer("output_dtype", 0) != 0 { attributes.refuse("output_dtype") }
      return Restoration(axis: axis)
    },
    OperatorEntry("DynamicQuantizeLinear", since: 11, outputs: 3) { _ in DynamicQuantization() },
  ]

  /// The shape of a scale so that it is repeated along an axis.
  static func shape(_ scale: Tensor, _ x: Tensor, axis: Int) throws(ONNXError) -> [Int] {
    if scale.count == 1 { return [] }
    let axis = try Shape.axis(axis, rank: x.rank)
    guard scale.rank == 1, scale.count == x.shape[axis] else {
      throw ONNXError(
        .damaged, "scales of \(Shape.text(scale.shape)) for \(Shape.text(x.shape))")
    }
    return scale.shape + [Int](repeating: 1, count: x.rank - axis - 1)
  }

  /// saturate(round(x / scale) + zero point), ties to even.
  private struct Quantization: Operation {
    let axis: Int
    let type: ElementType?

    func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
      let (x, scale) = (try inputs.required(0), try inputs.required(1))
      let shape = try QuantizationOperations.shape(scale, x, axis: axis)
      let zero = inputs[2]
      let type = zero?.type ?? type ?? .uint8
      guard !type.isFloatingPoint, type != .bool else {
        throw ONNXError(.unsupported, "integers of type \(type)")
      }
      let range = type.integerRange
      try context.count(x.shape, type)
      let zeros = try zero?.integers() ?? [Int64](repeating: 0, count: scale.count)
      guard zeros.count == scale.count else {
        throw ONNXError(.damaged, "\(zeros.count) zero points for \(scale.count) scales")
      }
      let values = Casting.doubles(x).map { Float($0) }
      let scaled = Broadcast.combine(
        values, x.shape, Casting.doubles(scale).map { Float($0) }, shape, to: x.shape
      ) { ($0 / $1).rounded(.toNearestOrEven) }
      let result = Broadcast.combine(scaled, x.shape, zeros, shape, to: x.shape) {
        let sum = Casting.integer(Double($0), .int64).addingReportingOverflow($1)
        let value = sum.overflow ? ($0 < 0 ? Int64.min : .max) : sum.partialValue
        return min(max(value, range.lower), range.upper)
      }
      return [Tensor(type, x.shape, .integer(result))]
    }
  }

  /// (x − zero point) · scale.
  private struct Restoration: Operation {
    let axis: Int

    func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
      let (x, scale) = (try inputs.required(0), try inputs.required(1))
      let shape = try QuantizationOperations.shape(scale, x, axis: axis)
      let zeros = try inputs[2]?.integers() ?? [Int64](repeating: 0, count: scale.count)
      guard zeros.count == scale.count else {
        throw ONNXError(.damaged, "\(zeros.count) zero points for \(scale.count) scales")
      }
      let moved = Broadcast.combine(
        try x.integers(), x.shape, zeros, shape, to: x.shape
      ) { Float($0 &- $1) }
      let result = Broadcast.combine(moved, x.shape, try scale.floats(), shape, to: x.shape) {
        $0 * $1
      }
      return [Tensor(scale.type, x.shape, rounding: result)]
    }
  }

  /// Quantization to 8 bits with a scale that fits the values.
  private struct DynamicQuantization: Operation {
    func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
      let x = try inputs.required(0)
      let values = try x.floats()
      let (low, high) = (min(0, values.min() ?? 0), max(0, values.max() ?? 0))
      guard low.isFinite && high.isFinite else {
        throw ONNXError(.damaged, "values that are not finite have no scale")
      }
      let scale = high > low ? (high - low) / 255 : 1
      let zero = Float(min(max(-low / scale, 0), 255)).rounded(.toNearestOrEven)
      let result = values.map {
        Casting.integer(
          Double(min(max(($0 / scale).rounded(.toNearestOrEven) + zero, 0), 255)), .uint8)
      }
      return [
        Tensor(.uint8, x.shape, .integer(result)), Tensor([], [scale]),
        Tensor(.uint8, [], .integer([Int64(zero)])),
      ]
    }
  }
}
