import ConvCore

/// Which activations the layers of a network read.
///
/// Activation 0 is the input of the network, activation i + 1 the output of layer i.
struct NetworkWiring: Sendable {
  /// The activations that each layer reads: one, or two for ``Add``.
  let inputs: [[Int]]
  /// For each activation, the number of layers that read it.
  let readers: [Int]
  /// For each activation, the first layer that reads it.
  let firstReader: [Int]
  /// Whether a layer multiplies by the derivative of the activation before it.
  let gates: [Bool]

  /// - Throws: `ShapeError` when a layer reads an activation that is not computed before it.
  init(_ stages: [Network.Stage]) throws(ShapeError) {
    var inputs: [[Int]] = []
    var readers = [Int](repeating: 0, count: stages.count + 1)
    var firstReader = [Int](repeating: stages.count, count: stages.count + 1)
    for (index, stage) in stages.enumerated() {
      let sources = stage.inputs.isEmpty ? [index] : stage.inputs
      guard sources.count == (stage.layer is Add && sources.count == 2 ? 2 : 1),
        sources.allSatisfy({ (0...index).contains($0) })
      else { throw ShapeError("layer \(stage.name) does not read layers before it") }
      for source in sources {
        readers[source] += 1
        firstReader[source] = min(firstReader[source], index)
      }
      inputs.append(sources)
    }
    self.inputs = inputs
    self.readers = readers
    self.firstReader = firstReader
    gates = stages.map { $0.layer is any GatingLayer }
  }

  /// Whether every layer reads the one before it.
  var isSequence: Bool { inputs.enumerated().allSatisfy { $1 == [$0] } }
}
