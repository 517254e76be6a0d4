public import ConvCore
public import ConvNet
public import ImageCodecs

/// What every layer of a network answers to one picture.
public struct ActivationMaps: Sendable {
  /// The maps of one layer.
  public struct Layer: Sendable {
    /// The maps: one for each channel, or one of all values where the layer has no planes.
    public let stack: MapStack

    /// Draws all maps on a sheet.
    ///
    /// - Parameter scale: The values of black and white: of each map, of the layer, or fixed.
    /// - Returns: A picture with a header above a tile for each map.
    public func sheet(scale: MapScale = .map) -> Canvas {
      MapRenderer(scale: scale).sheet(of: stack)
    }
  }

  /// The names of the layers, first to last.
  public let names: [String]
  private let network: Network
  private let workspace: Workspace

  init(_ network: Network, _ workspace: Workspace) {
    self.network = network
    self.workspace = workspace
    names = network.stages.map(\.name)
  }

  /// The maps of a layer.
  ///
  /// - Throws: `ShapeError` when there is no layer of that name.
  public subscript(name: String) -> Layer {
    get throws(ShapeError) {
      guard let index = names.firstIndex(of: name) else {
        throw ShapeError("no layer '\(name)': there are \(names.joined(separator: ", "))")
      }
      return Layer(
        stack: ActivationDump.stack(
          name, network.shapes[index + 1], workspace.activations[index + 1].image(0)))
    }
  }

  /// Writes a sheet and pictures for each layer, an overview and an index into a folder.
  ///
  /// - Parameters:
  ///   - folder: The folder; it is made if it is not there.
  ///   - arrays: Whether each layer's outputs are also written as NPY.
  /// - Throws: `CodecError` when a file cannot be written.
  public func write(to folder: String, arrays: Bool = false) throws(CodecError) {
    try Files.makeFolder(folder)
    try ActivationDump.write(
      network, workspace, to: folder, renderer: MapRenderer(), arrays: arrays)
  }
}

extension Network {
  /// Returns what every layer answers to a picture of the network's shape.
  ///
  /// - Throws: `ShapeError` when the picture has another shape.
  public func activations(of image: Image) throws(ShapeError) -> ActivationMaps {
    ActivationMaps(self, try workspace(for: image))
  }
}
