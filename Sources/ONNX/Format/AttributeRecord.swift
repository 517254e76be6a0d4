/// An attribute of a node as the file holds it.
struct AttributeRecord {
  private(set) var name = ""
  private(set) var float: Float?
  private(set) var integer: Int64?
  private(set) var text: String?
  private(set) var tensor: TensorRecord?
  private(set) var floats: [Float] = []
  private(set) var integers: [Int64] = []
  private(set) var texts: [String] = []
  /// Whether the value is a graph, a sparse tensor or a type, which no supported operator takes.
  private(set) var isOther = false
  /// The type that the file names; 0 when it names none.
  private(set) var type: Int64 = 0

  init(_ reader: WireReader, _ file: ModelBytes) throws(ONNXError) {
    var reader = reader
    while let field = try reader.next() {
      switch field.number {
      case 1: name = try field.text(file)
      case 2: float = try field.float()
      case 3: integer = try field.integer()
      case 4: text = try field.text(file)
      case 5: tensor = try TensorRecord(field.message(file), file)
      case 7:
        let values = try field.floats(file)
        try file.count(values.count)
        floats += values
      case 8: integers += try field.integers(file)
      case 9: texts.append(try field.text(file))
      case 20: type = try field.integer()
      case 6, 10, 11, 14, 15, 21, 22, 23: isOther = true
      default: continue
      }
    }
  }
}
