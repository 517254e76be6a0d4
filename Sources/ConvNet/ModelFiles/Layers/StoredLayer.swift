public import ConvCore

/// A layer that model files can hold.
///
/// A file stores the kind, the settings and the parameters. Layers of other packages are read back
/// after ``LayerRegistry/register(_:)``.
public protocol StoredLayer: Layer {
  /// The name of the kind, for example `Conv2D`: one type for each name.
  static var kind: String { get }
  /// The values that describe the layer, without its parameters.
  var settings: LayerSettings { get }

  /// Returns what the file must hold for a layer with these settings.
  ///
  /// - Throws: `ShapeError` when the settings make no layer.
  static func parameterShapes(_ settings: LayerSettings) throws(ShapeError) -> [ParameterShape]

  /// Creates a layer from the parameters of a file; their shapes are those of ``parameterShapes(_:)``.
  ///
  /// - Throws: `ShapeError` when the settings make no layer.
  init(settings: LayerSettings, parameters: [Parameter]) throws(ShapeError)
}

extension StoredLayer {
  /// The name of the kind.
  public var kind: String { Self.kind }

  /// None.
  public var settings: LayerSettings { LayerSettings() }

  /// None.
  public static func parameterShapes(
    _ settings: LayerSettings
  ) throws(ShapeError) -> [ParameterShape] { [] }
}
