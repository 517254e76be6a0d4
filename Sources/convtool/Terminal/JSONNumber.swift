import Foundation
import ImageCodecs

/// A number of a result: `null` in JSON where it is not finite.
@propertyWrapper
struct JSONNumber<Value: BinaryFloatingPoint & Encodable>: Encodable {
  var wrappedValue: Value

  init(wrappedValue: Value) { self.wrappedValue = wrappedValue }

  /// A number in a list, or one that may be absent.
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
