import Foundation
import ImageCodecs

/// An optional value of a result that is `null` in JSON when `nil`, instead of absent.
@propertyWrapper
struct JSONNullable<Value: Encodable>: Encodable {
  var wrappedValue: Value?

  init(wrappedValue: Value?) { self.wrappedValue = wrappedValue }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let wrappedValue { try container.encode(wrappedValue) } else { try container.encodeNil() }
  }
}
