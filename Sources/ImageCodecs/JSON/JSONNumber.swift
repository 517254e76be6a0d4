/// A number of a result that is `null` in JSON when not finite.
@propertyWrapper
package struct JSONNumber<Value: BinaryFloatingPoint & Encodable>: Encodable {
  package var wrappedValue: Value

  package init(wrappedValue: Value) { self.wrappedValue = wrappedValue }

  /// Creates a number in a list, or an optional number.
  package init(_ value: Value) { wrappedValue = value }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if wrappedValue.isFinite {
      try container.encode(wrappedValue)
    } else {
      try container.encodeNil()
    }
  }
}
