/// The reason why a unit of a network is no filter of pictures.
public enum LearnedFilterError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The network has no layer of this name; `layers` are the names that it has.
  case unknownLayer(String, layers: [String])
  /// The layer has fewer units; they count from 0.
  case unknownUnit(Int, layer: String, count: Int)
  /// The layer, of this kind, is no convolution: its units have no kernels.
  case noConvolution(layer: String, kind: String)
  /// The layer, of this kind, stands before the units and does not run over a picture of any size.
  case notRunOverPictures(layer: String, kind: String)
  /// The layer adds two layers: only a chain of layers runs over a picture.
  case branches(layer: String)

  /// One line that says what is wrong.
  public var description: String {
    switch self {
    case .unknownLayer(let name, let layers):
      "no layer '\(name)' in the model: it has \(layers.joined(separator: ", "))"
    case .unknownUnit(let unit, let layer, let count):
      "no unit \(unit) in \(layer): it has 0...\(count - 1)"
    case .noConvolution(let layer, let kind):
      "layer \(layer) (\(kind)): only units of convolutions are filters"
    case .notRunOverPictures(let layer, let kind):
      "layer \(layer) (\(kind)): convolutions, and behind the first of them functions of single "
        + "values, run over a picture"
    case .branches(let layer):
      "layer \(layer) adds two layers: only a chain of layers runs over a picture"
    }
  }
}
