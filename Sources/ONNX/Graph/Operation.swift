/// What a node computes, with its attributes.
protocol Operation: Sendable {
  /// Computes the outputs; those that no node reads may be left out at the end.
  ///
  /// - Throws: ``ONNXError`` when types or shapes of the inputs do not suit the operation.
  func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor]

  /// Does work in advance for inputs that never change.
  ///
  /// - Parameters:
  ///   - constants: The inputs; those that are not constant are missing.
  ///   - context: The threads and the limits of the run.
  /// - Returns: The operation that runs instead of this one.
  /// - Throws: ``ONNXError`` when a constant does not suit the operation.
  func prepared(_ constants: Operands, _ context: RunContext) throws(ONNXError) -> any Operation

  /// The positions of constant inputs whose elements are not read any more.
  var releasedInputs: Set<Int> { get }

  /// Returns the operation followed by max(·, 0); `nil` when it cannot do both at once.
  func rectified() -> (any Operation)?

  /// Returns the operation followed by min(max(·, 0), ceiling); `nil` when it cannot do both at once.
  func clipped(below ceiling: Float) -> (any Operation)?

  /// Returns the operation with sums that are computed faster and differ in their last bits; `nil`
  /// when it has none.
  func faster() -> (any Operation)?

  /// The number of multiply-adds of a convolution or a product of matrices; 0 for others.
  func products(_ inputs: [[Int]?], result: [Int]) -> Int
}

extension Operation {
  var releasedInputs: Set<Int> { [] }

  func rectified() -> (any Operation)? { nil }

  func clipped(below ceiling: Float) -> (any Operation)? { nil }

  func faster() -> (any Operation)? { nil }

  func products(_ inputs: [[Int]?], result: [Int]) -> Int { 0 }

  func prepared(_ constants: Operands, _ context: RunContext) throws(ONNXError) -> any Operation {
    self
  }
}
