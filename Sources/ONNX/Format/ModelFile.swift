package import ImageCodecs

/// The content of an ONNX file as far as the program uses it, not checked yet.
package struct ModelFile {
  /// The opset of each domain; the standard domain is the empty text.
  var opsets: [String: Int] = [:]
  /// Texts such as class names and scaling.
  package private(set) var metadata: [String: String] = [:]
  /// The program that wrote the file.
  package private(set) var producer = ""
  private(set) var nodes: [NodeRecord] = []
  private(set) var initializers: [TensorRecord] = []
  private(set) var inputs: [ValueRecord] = []
  private(set) var outputs: [ValueRecord] = []
  private(set) var inner: [ValueRecord] = []
  private(set) var sparseInitializers = 0
  /// The bytes that the weights are read from.
  let file: ModelBytes

  /// Reads the messages of a model; the weights stay in the file.
  ///
  /// - Throws: ``ONNXError`` for bytes that are no ONNX model.
  package init(_ source: RandomAccessBytes) throws(ONNXError) {
    file = ModelBytes(source)
    var reader = WireReader(file, 0..<source.count)
    var hasGraph = false
    while let field = try reader.next() {
      switch field.number {
      case 2: producer = try field.text(file)
      case 7:
        guard !hasGraph else { throw ONNXError(.damaged, "broken ONNX: two graphs") }
        hasGraph = true
        try readGraph(field.message(file))
      case 8: try readOpset(field.message(file))
      case 14: try readMetadata(field.message(file))
      default: continue
      }
    }
    guard hasGraph else { throw ONNXError(.damaged, "not an ONNX model: it holds no graph") }
    // The first versions of the format did not name their opset.
    if opsets[""] == nil { opsets[""] = 1 }
  }

  private mutating func readOpset(_ reader: WireReader) throws(ONNXError) {
    var reader = reader
    var (domain, version) = ("", 0)
    while let field = try reader.next() {
      if field.number == 1 { domain = try field.text(file) }
      if field.number == 2 { version = Int(try field.integer()) }
    }
    opsets[domain == "ai.onnx" ? "" : domain] = version
  }

  private mutating func readMetadata(_ reader: WireReader) throws(ONNXError) {
    var reader = reader
    var (key, value) = ("", "")
    while let field = try reader.next() {
      if field.number == 1 { key = try field.text(file) }
      if field.number == 2 { value = try field.text(file) }
    }
    metadata[key] = value
  }

  private mutating func readGraph(_ reader: WireReader) throws(ONNXError) {
    var reader = reader
    while let field = try reader.next() {
      switch field.number {
      case 1: nodes.append(try NodeRecord(field.message(file), file))
      case 5: initializers.append(try TensorRecord(field.message(file), file))
      case 11: inputs.append(try ValueRecord(field.message(file), file))
      case 12: outputs.append(try ValueRecord(field.message(file), file))
      case 13: inner.append(try ValueRecord(field.message(file), file))
      case 15: sparseInitializers += 1
      default: continue
      }
    }
  }
}

extension ModelFile {
  /// The operators of the nodes, in alphabetical order, with the number of their nodes.
  package var operators: [(name: String, count: Int, isKnown: Bool)] {
    Dictionary(grouping: nodes, by: \.operatorName).sorted { $0.key < $1.key }.map { name, nodes in
      (name, nodes.count, nodes[0].domain.isEmpty && OperatorList.entries[name] != nil)
    }
  }

  /// The number of values of all initializers of floats.
  package var parameterCount: Int {
    initializers.reduce(0) { sum, record in
      let isFloat = ElementType(rawValue: record.typeNumber)?.isFloatingPoint ?? false
      guard isFloat, let count = Shape.count(record.shape) else { return sum }
      return sum + count
    }
  }
}
