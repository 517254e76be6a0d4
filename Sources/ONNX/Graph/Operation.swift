/// What a node computes, with its attributes.
protocol Operation: Sendable {
  /// Computes the outputs; those that no node reads may be left out at the end.
  ///
  /// - Throws: ``ONNXError`` when types or shapes of the inputs do not suit the operation.
  func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor]

  /// Returns the operation with work done in advance for inputs that never change.
  ///
  /// - Parameter constants: The inputs; those that are not constant are missing.
  func prepared(_ constants: Operands, _ context: RunContext) throws(ONNXError) -> any Operation
}

extension Operation {
  func prepared(_ constants: Operands, _ context: RunContext) throws(ONNXError) -> any Operation {
    self
  }
}
