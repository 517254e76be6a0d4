internal import ConvCore

extension Graph {
  /// Makes a tensor of zeros for each input.
  ///
  /// Open sides are 1, those of a picture as given or 224.
  ///
  /// - Parameters:
  ///   - height: The rows of a picture whose height is open.
  ///   - width: The columns of a picture whose width is open.
  ///   - limit: The most bytes that the tensors may take.
  /// - Returns: The tensors by the names of the inputs.
  /// - Throws: ``ONNXError`` for an input without a shape, and with `overLimit`.
  package func zeroInputs(
    height: Int?, width: Int?, limit: Int
  ) throws(ONNXError) -> [String: Tensor] {
    var rest = limit
    var tensors: [String: Tensor] = [:]
    for input in inputs {
      guard let sides = input.shape else {
        throw ONNXError(.unsupported, "input '\(input.name)' has no shape")
      }
      let open = sides.count == 4 ? [1, 3, height ?? 224, width ?? 224] : []
      let shape = sides.enumerated().map { index, side in
        if case .fixed(let number) = side, number > 0 { return number }
        return open.isEmpty ? 1 : open[index]
      }
      guard let count = Shape.count(shape), count <= rest / input.type.heldByteCount else {
        throw ONNXError(.overLimit, "input '\(input.name)' of \(Shape.text(shape)): --max-memory")
      }
      rest -= count * input.type.heldByteCount
      tensors[input.name] = Tensor(input.type, shape, .zeros(count, input.type))
    }
    return tensors
  }
}

extension Tensor {
  /// The elements as doubles, of any type.
  package func reals() throws(ONNXError) -> [Double] { Casting.doubles(self) }
}

extension Graph {
  /// Inputs of random numbers of 0…1 for measurements; integers stay zero.
  package func randomInputs(limit: Int) throws(ONNXError) -> [String: Tensor] {
    var generator = SplitMix64(seed: 3)
    return try zeroInputs(height: nil, width: nil, limit: limit).mapValues { tensor in
      guard case .float(let values) = tensor.values else { return tensor }
      return Tensor(tensor.type, tensor.shape, rounding: values.map { _ in generator.unit() })
    }
  }
}
