/// The name, type and shape of an input, an output or an inner value as the file holds them.
struct ValueRecord {
  private(set) var name = ""
  /// The number of the element type; `nil` for a sequence or another type that is no tensor.
  private(set) var type: Int?
  /// The sides, a number or a name each; `nil` when the file does not say them.
  private(set) var shape: [ValueSide]?

  init(_ reader: WireReader, _ file: ModelBytes) throws(ONNXError) {
    var reader = reader
    while let field = try reader.next() {
      if field.number == 1 { name = try field.text(file) }
      if field.number == 2 { try readType(field.message(file), file) }
    }
  }

  private mutating func readType(_ reader: WireReader, _ file: ModelBytes) throws(ONNXError) {
    var reader = reader
    while let field = try reader.next() {
      guard field.number == 1 else { continue }
      var tensor = try field.message(file)
      while let field = try tensor.next() {
        if field.number == 1 { type = Int(truncatingIfNeeded: try field.integer()) }
        if field.number == 2 { shape = try ValueRecord.sides(field.message(file), file) }
      }
    }
  }

  private static func sides(
    _ reader: WireReader, _ file: ModelBytes
  ) throws(ONNXError) -> [ValueSide] {
    var reader = reader
    var sides: [ValueSide] = []
    while let field = try reader.next() {
      guard field.number == 1 else { continue }
      var side = try field.message(file)
      var found = ValueSide.free("?")
      while let field = try side.next() {
        if field.number == 1 { found = .fixed(Int(try field.integer())) }
        if field.number == 2 { found = .free(try field.text(file)) }
      }
      sides.append(found)
    }
    return sides
  }
}
