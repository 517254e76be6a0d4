import Foundation

/// Functions of each element that have parameters.
enum ActivationOperation {
  static let entries: [OperatorEntry] = [
    entry("LeakyRelu", ["alpha": 0.01]) { p in
      let alpha = p["alpha"] ?? 0
      return { $0 < 0 ? alpha * $0 : $0 }
    },
    entry("Elu", ["alpha": 1]) { p in
      let alpha = Double(p["alpha"] ?? 0)
      return { $0 < 0 ? Float(alpha * expm1(Double($0))) : $0 }
    },
    entry("Celu", ["alpha": 1], since: 12) { p in
      let alpha = Double(p["alpha"] ?? 0)
      return { $0 < 0 ? Float(alpha * expm1(Double($0) / alpha)) : $0 }
    },
    selu,
    hardSigmoid,
    entry("ThresholdedRelu", ["alpha": 1], since: 10) { p in
      let alpha = p["alpha"] ?? 0
      return { $0 > alpha || $0.isNaN ? $0 : 0 }
    },
    entry("Shrink", ["lambd": 0.5, "bias": 0], since: 9) { p in
      let (lambda, bias) = (p["lambd"] ?? 0, p["bias"] ?? 0)
      return { $0 < -lambda ? $0 + bias : $0 > lambda ? $0 - bias : $0.isNaN ? $0 : 0 }
    },
    OperatorEntry("Gelu", since: 20) { attributes in
      let way = attributes.text("approximate", "none", of: ["none", "tanh"])
      return operation { x in
        let x = Double(x)
        let inner = (2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)
        let share = way == "none" ? erf(x / 2.0.squareRoot()) : tanh(inner)
        return Float(0.5 * x * (1 + share))
      }
    },
    OperatorEntry("Swish", since: 24) { attributes in
      let alpha = attributes.float("alpha", 1)
      return operation { $0 / (1 + exp(-alpha * $0)) }
    },
  ]

  /// Before opset 6 the constants had fewer digits.
  private static let selu = OperatorEntry("Selu") { attributes in
    let isOld = attributes.opset < 6
    let alpha = Double(attributes.float("alpha", isOld ? 1.6732 : 1.673_263_2))
    let gamma = Double(attributes.float("gamma", isOld ? 1.0507 : 1.050_701))
    return operation { Float(gamma * ($0 < 0 ? alpha * expm1(Double($0)) : Double($0))) }
  }

  private static let hardSigmoid = entry("HardSigmoid", ["alpha": 0.2, "beta": 0.5]) { p in
    let (alpha, beta) = (p["alpha"] ?? 0, p["beta"] ?? 0)
    return { min(max(alpha * $0 + beta, 0), 1) }
  }

  private static func operation(_ f: @escaping @Sendable (Float) -> Float) -> UnaryOperation {
    UnaryOperation(float: f, double: { Double(f(Float($0))) })
  }

  private static func entry(
    _ name: String, _ parameters: [String: Float], since: Int = 1,
    _ make: @escaping @Sendable ([String: Float]) -> @Sendable (Float) -> Float
  ) -> OperatorEntry {
    OperatorEntry(name, since: since) { attributes in
      var values = parameters
      for (name, standard) in parameters { values[name] = attributes.float(name, standard) }
      return FloatOperation(function: make(values))
    }
  }

  /// A function with parameters: the standard gives parameters in single precision only, so
  /// doubles are refused rather than rounded.
  private struct FloatOperation: Operation {
    let function: @Sendable (Float) -> Float

    func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
      let x = try inputs.required(0)
      let result = ElementChunks.map(try x.floats(), context, function)
      return [Tensor(x.type, x.shape, rounding: result)]
    }
  }
}
