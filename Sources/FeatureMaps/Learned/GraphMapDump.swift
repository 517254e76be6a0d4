import ImageFilters
package import ONNX

/// Runs a graph on one picture and writes the maps of its tensors.
package struct GraphMapDump {
  /// A tensor's name in files, with its number.
  package struct Label: Hashable, Sendable {
    package let number: Int
    package let name: String

    package init(number: Int, name: String) { (self.number, self.name) = (number, name) }
  }

  /// What a run gave besides the maps.
  package struct Result {
    /// The first output of the model; `nil` when it was not computed.
    package var output: Tensor?
    /// The first node that cannot take the size of the picture; `nil` when all did.
    package var refused: (node: Int, reason: String)?

    package init() {}
  }

  private let runner: GraphRunner
  private let label: (Int) -> Label?

  /// Creates a dump.
  ///
  /// - Parameters:
  ///   - runner: Runs the graph.
  ///   - label: The name for a node's tensor; `nil` for one that is not wanted.
  package init(_ runner: GraphRunner, label: @escaping (_ node: Int) -> Label?) {
    (self.runner, self.label) = (runner, label)
  }

  /// Writes the maps of every float tensor of three or four dimensions.
  ///
  /// - Parameters:
  ///   - inputs: The inputs of the graph.
  ///   - toleratesSize: Whether nodes that cannot take the size of the picture are left out, and
  ///     what depends on them; else they are an error.
  ///   - files: Receives the maps.
  /// - Returns: The first output of the graph, and the first node that refused the size of the
  ///   picture.
  /// - Throws: `ONNXError` of the model; `CodecError` when a file cannot be written.
  package func write(
    _ inputs: [String: Tensor], toleratesSize: Bool = false, to files: inout GraphMapFiles
  ) throws -> Result {
    var failure: (any Error)?
    var result = Result()
    var written = files
    let observe = { (node: Int, name: String, tensor: Tensor) in
      if name == runner.graph.outputs.first { result.output = tensor }
      guard failure == nil, tensor.type == .float, [3, 4].contains(tensor.rank), tensor.count > 0,
        let label = label(node), let values = try? tensor.floats()
      else { return }
      // The first image of a batch.
      let sides = Array(tensor.shape.suffix(3))
      let stack = MapStack(
        name: label.name, count: sides[0], height: sides[1], width: sides[2],
        values: Array(values.prefix(sides.reduce(1, *))))
      do { try written.write(stack, number: label.number) } catch { failure = error }
    }
    if toleratesSize {
      _ = try runner.run(inputs, outputs: [], observe: observe) { node, error in
        if result.refused == nil { result.refused = (node, error.description) }
      }
    } else {
      _ = try runner.run(inputs, outputs: [], observe: observe)
    }
    if let failure { throw failure }
    files = written
    return result
  }
}
