import ConvCore

/// The description of one layer in the metadata of a model file.
///
/// In JSON it is one object: `name`, `kind`, `from` and the settings of the layer side by side.
struct LayerDescription {
  var name: String
  var kind: String
  /// The names of the layers that it reads, `input` for the network's input; `nil` for the layer
  /// before.
  var from: [String]?
  var settings: LayerSettings

  /// The name that ``from`` has for the input of the network.
  static let input = "input"

  /// Returns the names and shapes of the tensors that the layer needs.
  ///
  /// - Throws: `ShapeError` when the kind is unknown or the settings make no layer.
  func parameterShapes() throws(ShapeError) -> [ParameterShape] {
    guard let type = LayerRegistry.type(of: kind) else { throw ShapeError("an unknown kind") }
    let shapes = try type.parameterShapes(settings)
    for side in shapes.flatMap(\.shape) where !(1...(1 << 30)).contains(side) {
      throw ShapeError("a side of \(side)")
    }
    return shapes
  }

  /// Creates the layer from its parameters.
  ///
  /// - Throws: `ShapeError` when the kind is unknown or the settings make no layer.
  func layer(_ parameters: [Parameter]) throws(ShapeError) -> any Layer {
    guard let type = LayerRegistry.type(of: kind) else { throw ShapeError("an unknown kind") }
    return try type.init(settings: settings, parameters: parameters)
  }
}

extension LayerDescription: Codable {
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    name = try container.decode(String.self, forKey: Key("name"))
    kind = try container.decode(String.self, forKey: Key("kind"))
    from = try container.decodeIfPresent([String].self, forKey: Key("from"))
    settings = LayerSettings()
    for key in container.allKeys where !["name", "kind", "from"].contains(key.stringValue) {
      if try container.decodeNil(forKey: key) { continue }
      settings.values[key.stringValue] = try container.decode(LayerSetting.self, forKey: key)
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(name, forKey: Key("name"))
    try container.encode(kind, forKey: Key("kind"))
    try container.encodeIfPresent(from, forKey: Key("from"))
    for (key, value) in settings.values { try container.encode(value, forKey: Key(key)) }
  }
}
