import ConvCore
import ConvNet

/// A layer of the network, as the page's script has it.
struct LayerRecord: Encodable {
  /// The pieces of digits that excite the units, on a sheet of the page.
  struct Pieces: Encodable {
    let height: Int
    let width: Int
    /// By unit: the unit's values, the largest first.
    let values: [[Float]]
  }

  let name: String
  let kind: String
  let activation: String
  /// The shape of the output, C×H×W.
  let shape: [Int]
  var size: [Int]?
  var stride: [Int]?
  var padding: [Int]?
  var dilation: Int?
  /// The numbers of values that the layer takes of the page's list of weights.
  var weightCount: Int?
  var biasCount: Int?
  /// The number of the nearest classical kernel by unit and input map, and its likeness.
  var nearest: [Int]?
  var likeness: [Double]?
  var pieces: Pieces?

  /// Describes a layer.
  ///
  /// - Returns: A record with which the script can compute, or one without sides for a kind of
  ///   layer that the script does not know.
  init(_ stage: Network.Stage, shape: TensorShape) {
    let layer = stage.layer
    name = stage.name
    kind = layer.kind
    activation = layer.activation.rawValue
    self.shape = [shape.channels, shape.height, shape.width]
    if let weights = layer.parameters.first { weightCount = weights.values.count }
    if layer.parameters.count > 1 { biasCount = layer.parameters[1].values.count }
    switch layer {
    case let layer as Conv2D:
      size = [layer.kernelSize.height, layer.kernelSize.width]
      stride = [layer.stride.y, layer.stride.x]
      padding = [layer.padding.height, layer.padding.width]
      dilation = layer.dilation
    case let layer as MaxPool2D:
      size = [layer.size.height, layer.size.width]
      stride = [layer.stride.y, layer.stride.x]
    case let layer as AvgPool2D:
      size = [layer.size.height, layer.size.width]
      stride = [layer.stride.y, layer.stride.x]
    default: break
    }
  }

  /// Whether the script can compute a layer.
  static func isKnown(_ layer: any Layer) -> Bool {
    switch layer {
    case let layer as Conv2D: layer.groups == 1
    case let layer as MaxPool2D: layer.padding == 0
    case let layer as AvgPool2D: layer.padding == 0
    case is Dense, is Flatten, is ReLU, is Dropout: true
    default: false
    }
  }
}
