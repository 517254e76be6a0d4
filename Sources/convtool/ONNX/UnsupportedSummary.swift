import ONNX

/// What can be said of a model that holds operators this program does not know.
struct UnsupportedSummary: Encodable {
  /// One row: an operator with the number of its nodes.
  struct Row: Encodable {
    let type: String
    let nodes: Int
    let isSupported: Bool
  }

  let operators: [Row]
  let parameters: Int
  let notSupported: String

  /// Reads the operators of a model.
  ///
  /// - Parameters:
  ///   - model: The parts of the file.
  ///   - reason: What is not supported, in words.
  init(_ model: ModelFile, reason: String) {
    operators = model.operators.map { Row(type: $0.name, nodes: $0.count, isSupported: $0.isKnown) }
    parameters = model.parameterCount
    notSupported = reason
  }

  /// The table as text.
  var text: String {
    var rows = [["Operator", "Nodes", "Supported"]]
    for row in operators {
      rows.append([row.type, "\(row.nodes)", row.isSupported ? "yes" : "no"])
    }
    return TextTable.ruled(
      rows, ["Total params: \(TextTable.grouped(parameters))", notSupported])
  }
}
