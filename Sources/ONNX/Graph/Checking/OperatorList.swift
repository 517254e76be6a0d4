/// All operators that the program knows.
package enum OperatorList {
  /// The opsets whose meanings have been compared with what the program does.
  package static let opsets = 1...27

  static let entries: [String: OperatorEntry] = {
    let families: [[OperatorEntry]] = [
      UnaryOperation.entries, ActivationOperation.entries, ArithmeticOperation.entries,
      ComparisonOperation.entries, LogicalOperation.entries, VariadicOperation.entries,
      SelectionOperations.entries, QuantizationOperations.entries,
      ConstantOperations.entries, ShapeOperations.entries, LayoutOperations.entries,
      PartOperations.entries, IndexOperations.entries, OrderOperations.entries,
      ReductionOperation.entries, SoftmaxOperation.entries, MatrixOperations.entries,
      WindowOperations.entries, ResizeOperation.entries, NormalizationOperations.entries,
    ]
    var entries: [String: OperatorEntry] = [:]
    for entry in families.joined() { entries[entry.name] = entry }
    return entries
  }()

  /// The names of all operators, in alphabetical order.
  package static var names: [String] { entries.keys.sorted() }
}
