/// A node as the file holds it.
struct NodeRecord {
  private(set) var name = ""
  private(set) var type = ""
  private(set) var domain = ""
  private(set) var inputs: [String] = []
  private(set) var outputs: [String] = []
  private(set) var attributes: [AttributeRecord] = []

  init(_ reader: WireReader, _ file: ModelBytes) throws(ONNXError) {
    var reader = reader
    while let field = try reader.next() {
      switch field.number {
      case 1: inputs.append(try field.text(file))
      case 2: outputs.append(try field.text(file))
      case 3: name = try field.text(file)
      case 4: type = try field.text(file)
      case 5: attributes.append(try AttributeRecord(field.message(file), file))
      case 7: domain = try field.text(file)
      default: continue
      }
    }
    if domain == "ai.onnx" { domain = "" }
  }

  /// The operator with its domain, for messages.
  var operatorName: String { domain.isEmpty ? type : "\(domain).\(type)" }

  /// The name of the node, or of its first output when it has none.
  var shownName: String {
    name.isEmpty ? outputs.first { !$0.isEmpty } ?? "without a name" : name
  }
}
