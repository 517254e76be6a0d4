/// An input of a model.
package struct GraphInput: Hashable, Sendable {
  /// The name.
  package let name: String
  /// The element type.
  package let type: ElementType
  /// The sides; `nil` when the model does not say them.
  package let shape: [ValueSide]?

  /// The type and shape as text: `float 1x3x224x224`.
  package var description: String {
    "\(type) \(shape.map { $0.map(\.description).joined(separator: "x") } ?? "of any shape")"
  }

  /// Checks that a tensor suits the input.
  ///
  /// - Throws: ``ONNXError`` naming both.
  package func check(_ tensor: Tensor) throws(ONNXError) {
    let fits =
      shape.map { sides in
        sides.count == tensor.rank && zip(sides, tensor.shape).allSatisfy { $0.allows($1) }
      } ?? true
    guard fits && tensor.type == type else {
      throw ONNXError(
        .damaged,
        "input '\(name)' is \(description), not \(tensor.type) \(Shape.text(tensor.shape))")
    }
  }
}
