/// Operators that create tensors.
enum ConstantOperations {
  static let entries: [OperatorEntry] = [
    OperatorEntry("Constant", inputs: 0...0, constant),
    OperatorEntry("ConstantOfShape", since: 9) { attributes in
      let value = attributes.tensor("value") ?? Tensor([1], [0])
      if value.count != 1 { attributes.refuse("a value of \(value.count) numbers") }
      return Filled(value: value)
    },
    OperatorEntry("Range", since: 11, inputs: 3...3) { attributes in
      attributes.ignore("stash_type")
      return Steps()
    },
    OperatorEntry("EyeLike", since: 9) { attributes in
      Diagonal(offset: attributes.integer("k", 0), type: attributes.type("dtype"))
    },
  ]

  private static func constant(_ attributes: inout Attributes) -> any Operation {
    if let tensor = attributes.tensor("value") { return Held(tensor: tensor) }
    if attributes.has("value_float"), let value = attributes.float("value_float") {
      return Held(tensor: Tensor([], [value]))
    }
    if attributes.has("value_int"), let value = attributes.integer("value_int") {
      return Held(tensor: Tensor(.int64, [], .integer([Int64(value)])))
    }
    if attributes.has("value_floats"), let values = attributes.floats("value_floats") {
      return Held(tensor: Tensor([values.count], values))
    }
    if attributes.has("value_ints"), let values = attributes.integers("value_ints") {
      return Held(tensor: Tensor(list: values))
    }
    if attributes.allComplaints.isEmpty { attributes.refuse("without a value") }
    return Held(tensor: Tensor([], [0]))
  }

  private struct Held: Operation {
    let tensor: Tensor

    func run(_ inputs: Operands, _ context: RunContext) -> [Tensor] { [tensor] }
  }

  private struct Filled: Operation {
    let value: Tensor

    func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
      let shape = try inputs.required(0).list()
      let count = try context.count(shape, value.type)
      return [Tensor(value.type, shape, value.values.repeated(count))]
    }
  }

  /// start, start + step, … up to the limit.
  private struct Steps: Operation {
    func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
      let operands = try inputs.ofOneType()
      for operand in operands where operand.count != 1 {
        throw ONNXError(.damaged, "\(operand.count) numbers, where one is expected")
      }
      let type = operands[0].type
      if case .integer(let start) = operands[0].values {
        let (start, limit, step) = (
          start[0], try operands[1].integers()[0], try operands[2].integers()[0]
        )
        guard step != 0 else { throw ONNXError(.damaged, "a step of zero") }
        let (span, overflow) = limit.subtractingReportingOverflow(start)
        guard !overflow, step != .min else { throw ONNXError(.damaged, "too long a range") }
        let isForward = (span > 0) == (step > 0) && span != 0
        let length = isForward ? Int(clamping: (span.magnitude - 1) / step.magnitude + 1) : 0
        try context.count([length], type)
        return [
          Tensor(type, [length], wrapping: (0..<length).map { start + Int64($0) * step })
        ]
      }
      let (start, limit, step) = (
        try operands[0].real(), try operands[1].real(), try operands[2].real()
      )
      let length = ((limit - start) / step).rounded(.up)
      guard step != 0, length.isFinite, length < 0x1p48 else {
        throw ONNXError(.damaged, "a range without an end")
      }
      let count = max(0, Int(length))
      try context.count([count], type)
      return [
        Tensor(type, [count], rounding: (0..<count).map { start + Double($0) * step })
      ]
    }
  }

  /// Ones on a diagonal.
  private struct Diagonal: Operation {
    let offset: Int
    let type: ElementType?

    func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
      let x = try inputs.required(0)
      guard x.rank == 2 else { throw ONNXError(.damaged, "\(x.rank) dimensions instead of 2") }
      let type = type ?? x.type
      try context.count(x.shape, type)
      var ones = [Float](repeating: 0, count: x.count)
      for row in 0..<x.shape[0] {
        let (column, overflow) = row.addingReportingOverflow(offset)
        if !overflow, column >= 0, column < x.shape[1] { ones[row * x.shape[1] + column] = 1 }
      }
      return [Casting.cast(Tensor(x.shape, ones), to: type)]
    }
  }
}
