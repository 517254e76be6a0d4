/// Where a network looked for a class: a class activation map.
///
/// With global average pooling and one dense layer behind the last maps A_k the score of a class is
/// s = Σ_k w_k · mean(A_k) + b, and the map is Σ_k w_k · A_k, exactly (Zhou et al., 2016). Behind other
/// heads the weights are the means of the gradients, w_k = mean(∂s/∂A_k), and what speaks against the
/// class is left out: max(Σ_k w_k · A_k, 0) (Grad-CAM, Selvaraju et al., 2017).
package struct ClassActivation: Sendable {
  /// The map, row by row.
  package let values: [Float]
  /// The number of rows.
  package let height: Int
  /// The number of columns.
  package let width: Int
  /// Whether the map is exact; else it follows from gradients.
  package let isExact: Bool
  /// The short name of the node whose maps were weighted.
  package let layer: String
  /// The number of that node.
  package let node: Int
  /// The number of maps.
  package let maps: Int

  /// Computes the map of a class.
  ///
  /// - Parameters:
  ///   - runner: The model.
  ///   - inputs: A picture.
  ///   - index: The number of the output.
  /// - Throws: ``ONNXError`` with `unsupported` that names the operator when the model has no last maps,
  ///   or a gradient through its head is not known.
  package init(
    _ runner: GraphRunner, _ inputs: [String: Tensor], class index: Int
  ) throws(ONNXError) {
    let head = try ClassHead(runner, inputs)
    let graph = runner.graph
    let values = try runner.run(inputs, outputs: head.values.map { graph.names[$0] })
    let tensors = Dictionary(uniqueKeysWithValues: zip(head.values, values))
    guard let maps = tensors[head.map], let score = tensors[head.score],
      (0..<score.count).contains(index)
    else { throw ONNXError(.damaged, "no class \(index)") }
    var gradients = HeadGradients(tensors)
    var seed = [Double](repeating: 0, count: score.count)
    seed[index] = 1
    gradients.add(seed, to: head.score)
    for node in head.nodes.reversed() { try gradients.pass(graph.nodes[node]) }
    let slopes = gradients[head.map] ?? [Double](repeating: 0, count: maps.count)
    let (count, rows, columns) = (maps.shape[1], maps.shape[2], maps.shape[3])
    let plane = rows * columns
    let samples = try maps.floats()
    var sums = [Double](repeating: 0, count: plane)
    for map in 0..<count {
      var weight = 0.0
      for place in 0..<plane { weight += slopes[map * plane + place] }
      // The gradient of a mean is the weight, shared by all places.
      if !head.isExact { weight /= Double(plane) }
      for place in 0..<plane { sums[place] += weight * Double(samples[map * plane + place]) }
    }
    self.values = sums.map { Float(head.isExact ? $0 : max($0, 0)) }
    (height, width, isExact, self.maps) = (rows, columns, head.isExact, count)
    (layer, node) = (runner.shortNames[head.mapNode], head.mapNode)
  }
}
