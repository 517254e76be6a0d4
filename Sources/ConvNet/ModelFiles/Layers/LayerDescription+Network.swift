import ConvCore

extension LayerDescription {
  /// Creates the description of a layer of a network.
  init(_ network: Network, _ index: Int) {
    let stage = network.stages[index]
    name = stage.name
    kind = stage.layer.kind
    let inputs = network.wiring.inputs[index]
    if inputs != [index] {
      from = inputs.map { $0 == 0 ? LayerDescription.input : network.stages[$0 - 1].name }
    }
    settings = (stage.layer as? any StoredLayer)?.settings ?? LayerSettings()
  }

  /// Finds the activations that the layer reads.
  ///
  /// - Parameter earlier: The names of the layers before, with their numbers.
  /// - Returns: The numbers of the activations: 0 for the network's input, n + 1 for the output of
  ///   layer n.
  /// - Throws: ``ModelFileError`` when a name is not among them.
  func inputs(_ earlier: [String: Int]) throws(ModelFileError) -> [Int] {
    var inputs: [Int] = []
    for source in from ?? [] {
      if source == LayerDescription.input && earlier[source] == nil {
        inputs.append(0)
      } else if let index = earlier[source] {
        inputs.append(index + 1)
      } else {
        throw ModelFileError("layer \(name) reads '\(source)', which is no layer before it")
      }
    }
    return inputs
  }
}
