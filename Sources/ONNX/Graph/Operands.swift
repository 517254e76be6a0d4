/// The inputs of a node; optional ones may be missing.
struct Operands {
  /// The inputs in order.
  let tensors: [Tensor?]

  /// The input at a position; `nil` when it is missing.
  subscript(_ index: Int) -> Tensor? { index < tensors.count ? tensors[index] : nil }

  /// The input at a position.
  ///
  /// - Throws: ``ONNXError`` when it is missing.
  func required(_ index: Int) throws(ONNXError) -> Tensor {
    guard let tensor = self[index] else {
      throw ONNXError(.damaged, "input \(index + 1) is missing")
    }
    return tensor
  }

  /// The list at a position, unless an attribute of older opsets gave it.
  ///
  /// - Returns: `nil` when neither is there.
  func list(_ index: Int, or given: [Int]?) throws(ONNXError) -> [Int]? {
    guard given == nil else { return given }
    return try self[index]?.list()
  }

  /// The list at a position, unless an attribute of older opsets gave it.
  ///
  /// - Throws: ``ONNXError`` when neither is there.
  func requiredList(_ index: Int, or given: [Int]?) throws(ONNXError) -> [Int] {
    if let given { return given }
    return try required(index).list()
  }

  /// All inputs.
  ///
  /// - Throws: ``ONNXError`` when one is missing.
  func all() throws(ONNXError) -> [Tensor] {
    var result: [Tensor] = []
    for index in tensors.indices { result.append(try required(index)) }
    return result
  }

  /// Several inputs of one type.
  func ofOneType() throws(ONNXError) -> [Tensor] {
    let tensors = try all()
    for tensor in tensors where tensor.type != tensors[0].type {
      throw ONNXError(
        .damaged, "inputs of types \(tensors[0].type) and \(tensor.type), where one type is wanted")
    }
    return tensors
  }
}
