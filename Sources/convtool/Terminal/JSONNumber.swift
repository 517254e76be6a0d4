import Foundation
import ImageCodecs

/// A number of a result that is `null` in JSON when not finite.
@propertyWrapper
struct JSONNumber<Value: BinaryFloatingPoint & Encodable>: Encodable {
  var wrappedValue: Value

  init(wrappedValue: Value) { self.wrappedValue = wrappedValue }

  /// Creates a number in a list, or an optional number.
  init(_ value: Value) { wrappedValue = value }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if wrappedValue.isFinite {
      try container.encode(wrappedValue)
    } else {
      try container.encodeNil()
    }
  }
}
