internal import ConvCore
import RowLoops

/// Operators that choose or limit elements, or change their type.
enum SelectionOperations {
  static let entries: [OperatorEntry] = [
    OperatorEntry("Where", since: 9, inputs: 3...3) { _ in Choice() },
    OperatorEntry("Clip", inputs: 1...3) { attributes in
      guard attributes.opset < 11 else { return Limits(lower: nil, upper: nil) }
      return Limits(lower: attributes.float("min"), upper: attributes.float("max"))
    },
    OperatorEntry("Cast", since: 6) { attributes in
      attributes.ignore("saturate", "round_mode")
      return Cast(type: attributes.type("to"))
    },
    OperatorEntry("CastLike", since: 15, inputs: 2...2) { attributes in
      attributes.ignore("saturate", "round_mode")
      return Cast(type: nil)
    },
    OperatorEntry("Identity") { _ in Copy() },
    OperatorEntry("Dropout", inputs: 1...3, outputs: 2) { attributes in
      attributes.ignore("seed")
      if attributes.opset < 7, !attributes.truth("is_test") {
        attributes.refuse("dropout while training")
      }
      if attributes.opset < 12 { attributes.ignore("ratio") }
      return Passing(maskType: attributes.opset < 10 ? nil : .bool)
    },
  ]

  private struct Copy: Operation {
    func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
      [try inputs.required(0)]
    }
  }

  /// Each element from the second tensor where the condition holds, otherwise from the third.
  private struct Choice: Operation {
    func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
      let condition = try inputs.required(0)
      let operands = try Operands(tensors: [inputs[1], inputs[2]]).ofOneType()
      let (x, y) = (operands[0], operands[1])
      let shape = try Shape.broadcast([condition.shape, x.shape, y.shape])
      try context.count(shape, x.type)
      let loop = StridedLoop(
        shape: shape, [condition, x, y].map { Shape.strides($0.shape, broadcastTo: shape) })
      let chosen = try condition.integers()
      switch (x.values, y.values) {
      case (.float(let a), .float(let b)):
        return [Tensor(x.type, shape, .float(choose(chosen, a, b, loop)))]
      case (.double(let a), .double(let b)):
        return [Tensor(x.type, shape, .double(choose(chosen, a, b, loop)))]
      case (.integer(let a), .integer(let b)):
        return [Tensor(x.type, shape, .integer(choose(chosen, a, b, loop)))]
      default: throw ONNXError(.damaged, "operands of types \(x.type) and \(y.type)")
      }
    }

    private func choose<Value>(
      _ chosen: [Int64], _ a: [Value], _ b: [Value], _ loop: StridedLoop
    ) -> [Value] {
      var result: [Value] = []
      result.reserveCapacity(loop.count)
      let step = loop.step
      loop.forEachRun { offsets, count in
        var place = offsets
        for _ in 0..<count {
          result.append(chosen[place[0]] != 0 ? a[place[1]] : b[place[2]])
          place &+= step
        }
      }
      return result
    }
  }

  /// Elements between two limits; the upper limit wins.
  struct Limits: Operation {
    let lower: Float?
    let upper: Float?

    /// The upper limit where the lower one is 0 and both are known floats; else `nil`.
    func ceilingAboveZero(_ inputs: Operands) -> Float? {
      let low = (try? inputs[1]?.floats().first) ?? lower
      let high = (try? inputs[2]?.floats().first) ?? upper
      guard low == 0, let high, high >= 0 else { return nil }
      return high
    }

    func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
      let x = try inputs.required(0)
      for limit in [inputs[1], inputs[2]] {
        guard let limit else { continue }
        guard limit.type == x.type, limit.count == 1 else {
          throw ONNXError(.damaged, "a limit of \(limit.type) \(Shape.text(limit.shape))")
        }
      }
      switch x.values {
      case .float(let values):
        let low = try inputs[1]?.floats()[0] ?? lower ?? -.infinity
        let high = try inputs[2]?.floats()[0] ?? upper ?? .infinity
        let engine = context.engine
        let result = ElementChunks.fill(values.count, context) { range, part in
          engine.loops.activate(
            .clip(lower: low, upper: high), values.span, from: range.lowerBound, into: &part,
            at: 0, count: range.count)
        }
        return [Tensor(x.type, x.shape, rounding: result)]
      case .double(let values):
        let low = try inputs[1]?.real() ?? lower.map(Double.init) ?? -.infinity
        let high = try inputs[2]?.real() ?? upper.map(Double.init) ?? .infinity
        return [Tensor(x.type, x.shape, rounding: values.map { limit($0, low, high) })]
      case .integer(let values) where x.type == .uint64:
        let low = try inputs[1].map(Limits.bits) ?? .min
        let high = try inputs[2].map(Limits.bits) ?? .max
        return [
          Tensor(
            x.type, x.shape,
            wrapping: values.map { Int64(bitPattern: limit(UInt64(bitPattern: $0), low, high)) })
        ]
      case .integer(let values):
        let low = try inputs[1]?.integers()[0] ?? .min
        let high = try inputs[2]?.integers()[0] ?? .max
        return [Tensor(x.type, x.shape, wrapping: values.map { limit($0, low, high) })]
      }
    }

    private static func bits(_ tensor: Tensor) throws(ONNXError) -> UInt64 {
      UInt64(bitPattern: try tensor.integers()[0])
    }

    /// NaN stays NaN.
    @inline(__always)
    private func limit<Value: Comparable>(_ x: Value, _ low: Value, _ high: Value) -> Value {
      let raised = x < low ? low : x
      return raised > high ? high : raised
    }
  }

  /// A change of the element type.
  private struct Cast: Operation {
    /// The type; `nil` takes that of the second input.
    let type: ElementType?

    func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
      let x = try inputs.required(0)
      let target: ElementType
      if let type { target = type } else { target = try inputs.required(1).type }
      try context.count(x.shape, target)
      return [Casting.cast(x, to: target)]
    }
  }

  /// Dropout when a network is used: everything passes.
  private struct Passing: Operation {
    /// The type of the mask; `nil` for that of the input.
    let maskType: ElementType?

    func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
      let x = try inputs.required(0)
      if let training = inputs[2], try training.number() != 0 {
        let ratio = inputs[1] == nil ? 0.5 : try inputs.required(1).real()
        guard ratio == 0 else {
          throw ONNXError(.unsupported, "dropout while training is not supported")
        }
      }
      let type = maskType ?? x.type
      try context.count(x.shape, type)
      let mask = Tensor(x.shape, truths: [Bool](repeating: true, count: x.count))
      return [x, Casting.cast(mask, to: type)]
    }
  }
}
