/// A value that describes a layer in a model file, such as its stride.
public enum LayerSetting: Hashable, Sendable {
  /// A whole number.
  case integer(Int)
  /// Whole numbers, such as height and width.
  case integers([Int])
  /// A number.
  case number(Float)
  /// A word.
  case text(String)
}

extension LayerSetting: Codable {
  /// Decodes the first kind of value that fits.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let value = try? container.decode(Int.self) {
      self = .integer(value)
    } else if let value = try? container.decode(Float.self) {
      self = .number(value)
    } else if let value = try? container.decode([Int].self) {
      self = .integers(value)
    } else {
      self = .text(try container.decode(String.self))
    }
  }

  /// Encodes the value alone.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .integer(let value): try container.encode(value)
    case .integers(let values): try container.encode(values)
    case .number(let value): try container.encode(value)
    case .text(let value): try container.encode(value)
    }
  }
}
