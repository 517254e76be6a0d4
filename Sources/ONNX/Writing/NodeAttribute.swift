/// The value of an attribute to write.
package enum NodeAttribute: Hashable, Sendable {
  case integer(Int)
  case float(Float)
  case integers([Int])

  /// Writes the attribute as a message of the format.
  func write(_ name: String, to writer: inout WireWriter) {
    writer.text(1, name)
    switch self {
    case .integer(let value):
      writer.integer(3, value)
      writer.integer(20, 2)
    case .float(let value):
      writer.float(2, value)
      writer.integer(20, 1)
    case .integers(let values):
      for value in values { writer.integer(8, value) }
      writer.integer(20, 7)
    }
  }
}
