import ConvCore
public import ConvNet
public import ImageCodecs

/// The weights of a network as files.
public enum FilterDump {
  /// Writes the weights of each layer that has some, and `index.json`, into a folder that exists.
  ///
  /// Arrays are kernels in convolution orientation, ready for `filter --kernel` and `--bank`:
  /// `01-conv2d_1.npy` N×kH×kW×C and `01-conv2d_1/00.npy` kH×kW or kH×kW×C.
  ///
  /// - Throws: `CodecError` when a file cannot be written.
  public static func write(
    _ network: Network, to folder: String, renderer: MapRenderer, arrays: Bool
  ) throws(CodecError) {
    var entries: [MapIndexEntry] = []
    for (index, stage) in network.stages.enumerated() {
      guard let weights = weights(network, index) else { continue }
      var entry = try renderer.write(weights, number: index + 1, to: folder)
      if arrays, let layer = stage.layer as? Conv2D {
        entry.files += try write(
          layer.kernels, base: MapNames.base(index + 1, stage.name), to: folder)
      }
      entries.append(entry)
    }
    try MapRenderer.writeIndex(entries, to: folder)
  }

  /// The shape that was laid end to end right before a layer.
  private static func unflattened(before index: Int, in network: Network) -> TensorShape? {
    guard index > 0, network.stages[index - 1].layer is Flatten else { return nil }
    return network.shapes[index - 1]
  }

  static func weights(_ network: Network, _ index: Int) -> WeightStack? {
    weights(network.stages[index], unflattened: unflattened(before: index, in: network))
  }

  /// Finds the weights of a layer.
  ///
  /// - Parameters:
  ///   - stage: The layer with its name.
  ///   - shape: The shape that was laid end to end before a dense layer, if it is known.
  /// - Returns: The filters of a convolution, or the units of a dense layer; `nil` for other
  ///   layers.
  static func weights(_ stage: Network.Stage, unflattened shape: TensorShape?) -> WeightStack? {
    switch stage.layer {
    case let layer as Conv2D:
      return WeightStack(
        name: stage.name, outputs: layer.outputChannels, inputs: layer.inputChannels / layer.groups,
        height: layer.kernelSize.height, width: layer.kernelSize.width,
        values: layer.parameters[0].values)
    case let layer as Dense:
      // Where the layer looks at flattened maps each unit's weights are maps again.
      let shape = shape ?? TensorShape(folding: layer.inputs)
      return WeightStack(
        name: stage.name, outputs: layer.outputs, inputs: shape.channels, height: shape.height,
        width: shape.width, values: layer.parameters[0].values)
    default: return nil
    }
  }

  /// Writes kernels together and one by one.
  ///
  /// - Returns: The files' names inside of the folder.
  private static func write(
    _ kernels: [Kernel], base: String, to folder: String
  ) throws(CodecError) -> [String] {
    let first = kernels[0]
    let names =
      ["\(base).npy"]
      + kernels.indices.map { "\(base)/\(MapNames.padded($0, below: kernels.count)).npy" }
    try NPYArray.write(
      kernels.flatMap { $0.coefficients.map { Float($0) } },
      shape: [kernels.count, first.size.height, first.size.width, first.depth],
      to: "\(folder)/\(names[0])")
    for (name, kernel) in zip(names.dropFirst(), kernels) {
      try NPYArray.write(
        kernel.coefficients.map { Float($0) },
        shape: [kernel.size.height, kernel.size.width] + (kernel.depth > 1 ? [kernel.depth] : []),
        to: "\(folder)/\(name)")
    }
    return names
  }
}
