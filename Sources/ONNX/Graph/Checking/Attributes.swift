/// The attributes of a node, read by the operation that the node asks for.
///
/// Reading never throws: what is not supported is collected, so that one message can name
/// everything. An attribute that nobody reads is refused as well.
struct Attributes {
  /// The version of the standard operators.
  let opset: Int
  /// The number of inputs that the node names.
  let inputs: Int
  /// The number of outputs that the node names.
  let outputs: Int
  /// What is not supported.
  private(set) var complaints: [String] = []
  private var unread: [String: AttributeRecord] = [:]
  private let file: ModelBytes

  init(_ node: NodeRecord, opset: Int, _ file: ModelBytes) {
    self.opset = opset
    self.file = file
    inputs = node.inputs.count
    outputs = node.outputs.count
    // An instruction of the first opsets to reuse memory.
    for attribute in node.attributes where opset >= 6 || attribute.name != "consumed_inputs" {
      if unread.updateValue(attribute, forKey: attribute.name) != nil {
        complaints.append("attribute \(attribute.name) twice")
      }
    }
  }

  /// The complaints, with those about attributes that the operation did not read.
  var allComplaints: [String] {
    complaints + unread.keys.sorted().map { "attribute \($0)" }
  }

  /// Notes something that is not supported.
  mutating func refuse(_ complaint: String) { complaints.append(complaint) }

  /// Whether the node has an attribute that was not read yet.
  func has(_ name: String) -> Bool { unread[name] != nil }

  private mutating func take(_ name: String) -> AttributeRecord? {
    guard let record = unread.removeValue(forKey: name) else { return nil }
    if record.isOther {
      refuse("attribute \(name) of an unsupported type")
      return nil
    }
    return record
  }

  private mutating func wrongType(_ name: String) { refuse("attribute \(name) of a wrong type") }

  /// Reads an integer.
  mutating func integer(_ name: String) -> Int? {
    guard let record = take(name) else { return nil }
    // Programs leave out the value 0, which is the format's default.
    if record.integer == nil && record.type != 2 { wrongType(name) }
    return Int(record.integer ?? 0)
  }

  /// Reads an integer.
  mutating func integer(_ name: String, _ standard: Int) -> Int { integer(name) ?? standard }

  /// Reads a truth value, 0 or 1.
  mutating func truth(_ name: String, _ standard: Bool = false) -> Bool {
    integer(name, standard ? 1 : 0) != 0
  }

  /// Reads a float.
  mutating func float(_ name: String) -> Float? {
    guard let record = take(name) else { return nil }
    if record.float == nil && record.type != 1 { wrongType(name) }
    return record.float ?? 0
  }

  /// Reads a float.
  mutating func float(_ name: String, _ standard: Float) -> Float { float(name) ?? standard }

  /// Reads a text.
  mutating func text(_ name: String) -> String? {
    guard let record = take(name) else { return nil }
    if record.text == nil && record.type != 3 { wrongType(name) }
    return record.text ?? ""
  }

  /// Reads a text that is one of some values; another value is refused.
  mutating func text(_ name: String, _ standard: String, of values: [String]) -> String {
    guard let text = text(name) else { return standard }
    guard values.contains(text) else {
      refuse("\(name) '\(text)'")
      return standard
    }
    return text
  }

  /// Reads a list of integers.
  mutating func integers(_ name: String) -> [Int]? {
    guard let record = take(name) else { return nil }
    if record.integers.isEmpty, record.type != 7 && record.type != 0 || record.integer != nil {
      wrongType(name)
    }
    return record.integers.map(Int.init)
  }

  /// Reads a list of floats.
  mutating func floats(_ name: String) -> [Float]? {
    guard let record = take(name) else { return nil }
    if record.floats.isEmpty, record.type != 6 && record.type != 0 { wrongType(name) }
    return record.floats
  }

  /// Reads a tensor.
  mutating func tensor(_ name: String) -> Tensor? {
    guard let record = take(name) else { return nil }
    guard let tensor = record.tensor else {
      wrongType(name)
      return nil
    }
    do throws(ONNXError) { return try tensor.tensor(file, ExternalFiles(folder: nil)) } catch {
      refuse("attribute \(name): \(error.description)")
      return nil
    }
  }

  /// Reads an element type.
  mutating func type(_ name: String) -> ElementType? {
    guard let number = integer(name) else { return nil }
    guard let type = ElementType(rawValue: number) else {
      refuse("\(name) \(ElementType.name(ofNumber: number))")
      return nil
    }
    return type
  }

  /// Reads an attribute that changes nothing.
  mutating func ignore(_ names: String...) {
    for name in names { unread.removeValue(forKey: name) }
  }
}
