/// An operator that the program knows.
struct OperatorEntry: Sendable {
  /// The name in the standard.
  let name: String
  /// The first opset whose meaning the program knows.
  let since: Int
  /// The numbers of inputs that a node may have.
  let inputs: ClosedRange<Int>
  /// The largest number of outputs that a node may have.
  let outputs: Int
  /// Creates the operation from the attributes of a node.
  let make: @Sendable (inout Attributes) -> any Operation

  init(
    _ name: String, since: Int = 1, inputs: ClosedRange<Int> = 1...1, outputs: Int = 1,
    _ make: @escaping @Sendable (inout Attributes) -> any Operation
  ) {
    self.name = name
    self.since = since
    self.inputs = inputs
    self.outputs = outputs
    self.make = make
  }
}
