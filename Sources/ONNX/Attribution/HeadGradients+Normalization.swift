extension HeadGradients {
  /// The gradient of a batch normalization in use: the factor of each channel.
  mutating func passNormalization(
    _ node: GraphNode, _ operation: BatchNormalization, _ slope: [Double], _ x: Tensor
  ) throws(ONNXError) {
    guard let scale = operand(node, 1), let variance = operand(node, 4) else { return }
    let (factors, spreads) = (try scale.doubles(), try variance.doubles())
    let plane = x.shape[2...].reduce(1, *)
    add(
      slope.indices.map { index in
        let channel = index / plane % x.shape[1]
        return slope[index] * factors[channel] / (spreads[channel] + operation.epsilon).squareRoot()
      }, to: node.inputs[0])
  }

  /// The gradient of a normalization over the last axes, whose mean and deviation depend on each
  /// value.
  ///
  ///     ∂x = (g − mean(g) − n·mean(g·n)) / deviation,   g = slope·scale,   n = (x − mean) / deviation
  ///
  /// Without centering, neither mean is subtracted.
  mutating func passNormalization(
    _ node: GraphNode, _ operation: LayerNormalization, _ slope: [Double], _ x: Tensor
  ) throws(ONNXError) {
    guard let scale = operand(node, 1) else { return }
    let inner = Array(x.shape[try Shape.axis(operation.axis, rank: x.rank)...])
    let factors = LayerNormalization.expanded(try scale.doubles(), scale.shape, inner)
    let (values, size) = (try x.doubles(), factors.count)
    var result = [Double](repeating: 0, count: values.count)
    for first in stride(from: 0, to: size > 0 ? values.count : 0, by: size) {
      let group = values[first..<first + size]
      let mean = operation.centers ? group.reduce(0, +) / Double(size) : 0
      let squares = group.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let deviation = (squares / Double(size) + operation.epsilon).squareRoot()
      let normal = group.map { ($0 - mean) / deviation }
      let scaled = (0..<size).map { slope[first + $0] * factors[$0] }
      let average = operation.centers ? scaled.reduce(0, +) / Double(size) : 0
      let along = zip(scaled, normal).reduce(0) { $0 + $1.0 * $1.1 } / Double(size)
      for k in 0..<size {
        result[first + k] = (scaled[k] - average - normal[k] * along) / deviation
      }
    }
    add(result, to: node.inputs[0])
  }
}
