/// What a node computed, for tables.
package struct NodeReport: Sendable {
  /// The short name of the node.
  package let name: String
  /// The name of the operator.
  package let type: String
  /// The shape of the first output.
  package let shape: [Int]
  /// The number of learned values that the node reads and no node before it.
  package let parameters: Int
  /// The number of multiply-adds.
  package let products: Int
  /// The part of the picture that the first output depends on.
  package let field: GraphField
}
