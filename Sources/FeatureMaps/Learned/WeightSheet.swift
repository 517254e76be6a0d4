public import ConvCore
public import ConvNet
public import ImageCodecs

/// The filters of a layer as a picture.
public struct WeightSheet: Sendable {
  private let weights: WeightStack

  /// Takes the weights of a layer.
  ///
  /// - Throws: `ShapeError` when the layer is neither a convolution nor dense.
  public init(_ stage: Network.Stage) throws(ShapeError) {
    guard let weights = FilterDump.weights(stage, unflattened: nil) else {
      throw ShapeError("layer \(stage.name) has no filters to show")
    }
    self.weights = weights
  }

  /// Draws the sheet.
  public func drawn(_ renderer: MapRenderer = MapRenderer(scale: .layer)) -> Canvas {
    renderer.sheet(of: weights)
  }

  /// Writes the sheet as a PNG file.
  ///
  /// - Throws: `CodecError` when the file cannot be written.
  public func write(to path: String) throws(CodecError) { try drawn().write(to: path) }
}

extension Network {
  /// The layer of a name.
  ///
  /// - Throws: `ShapeError` when there is none.
  public subscript(name: String) -> Stage {
    get throws(ShapeError) {
      guard let stage = stages.first(where: { $0.name == name }) else {
        let names = stages.map(\.name).joined(separator: ", ")
        throw ShapeError("no layer '\(name)': there are \(names)")
      }
      return stage
    }
  }
}
