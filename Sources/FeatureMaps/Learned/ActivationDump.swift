import ConvCore
public import ConvNet
public import ImageCodecs

/// The activation maps of a network as files.
public enum ActivationDump {
  /// Writes the outputs of each layer, `overview.png` and `index.json` into a folder that exists.
  ///
  /// The last layer's outputs pass softmax first.
  ///
  /// - Parameters:
  ///   - network: The network.
  ///   - workspace: A workspace after `network.forward`; the maps of its first image are written.
  ///   - folder: The folder to write to.
  ///   - renderer: Draws the maps.
  ///   - name: The name of the picture, for the title of the overview.
  ///   - arrays: Whether each layer's outputs are also written as NPY: C×H×W float32, or C for
  ///     layers of single values.
  ///   - mapLimit: The largest number of maps that are drawn of a layer.
  ///   - isWanted: Whether a layer of this name is written.
  /// - Throws: `CodecError` when a file cannot be written.
  public static func write(
    _ network: Network, _ workspace: Workspace, to folder: String, renderer: MapRenderer,
    name: String = "", arrays: Bool, mapLimit: Int = .max,
    isWanted: (String) -> Bool = { _ in true }
  ) throws(CodecError) {
    var entries: [MapIndexEntry] = []
    for (index, stage) in network.stages.enumerated() where isWanted(stage.name) {
      let shape = network.shapes[index + 1]
      var values = workspace.activations[index + 1].image(0)
      let isLast = index == network.stages.count - 1
      if isLast { values = Loss.softmax(values) }
      let stack = stack(stage.name, shape, values).first(mapLimit)
      var entry = try renderer.write(stack, number: index + 1, to: folder)
      if arrays {
        try write(values, shape, stage.name, index + 1, folder)
        entry.files.append("\(MapNames.base(index + 1, stage.name)).npy")
      }
      entries.append(entry)
    }
    let overview = ActivationOverview(network, workspace, name: name, renderer: renderer).drawn()
    try overview.write(to: "\(folder)/overview.png")
    try MapRenderer.writeIndex(entries, to: folder)
  }

  /// Layers of single values are shown as one map, as near to a square as they divide.
  static func stack(_ name: String, _ shape: TensorShape, _ values: [Float]) -> MapStack {
    if shape.plane > 1 || shape.channels <= 16 {
      return MapStack(
        name: name, count: shape.channels, height: shape.height, width: shape.width,
        values: values)
    }
    let folded = TensorShape(folding: shape.channels)
    return MapStack(
      name: name, count: 1, height: folded.height, width: folded.width, values: values)
  }

  /// C×H×W float32, or C for layers of single values.
  private static func write(
    _ values: [Float], _ shape: TensorShape, _ name: String, _ number: Int, _ folder: String
  ) throws(CodecError) {
    try NPYArray.write(
      values,
      shape: shape.plane == 1 ? [shape.channels] : [shape.channels, shape.height, shape.width],
      to: "\(folder)/\(MapNames.base(number, name)).npy")
  }
}
