/// LayerNormalization over the last axes, and RMSNormalization, which does not center.
struct LayerNormalization: Operation {
  let axis: Int
  let epsilon: Double
  let centers: Bool

  func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
    let (x, scale) = (try inputs.required(0), try inputs.required(1))
    let axis = try Shape.axis(axis, rank: x.rank)
    let inner = Array(x.shape[axis...])
    let size = inner.reduce(1, *)
    guard try Shape.broadcast([inner, scale.shape]) == inner,
      try Shape.broadcast([inner, inputs[2]?.shape ?? []]) == inner
    else { throw ONNXError(.damaged, "a scale of \(Shape.text(scale.shape))") }
    let factors = expanded(try scale.doubles(), scale.shape, inner)
    let offsets = try inputs[2].map { (bias) throws(ONNXError) in
      expanded(try bias.doubles(), bias.shape, inner)
    }
    var values = try x.doubles()
    var (means, inverses): ([Double], [Double]) = ([], [])
    guard size > 0 else { return [x] }
    for group in 0..<values.count / size {
      let first = group * size
      var (sum, squares) = (0.0, 0.0)
      for k in 0..<size { sum += values[first + k] }
      let mean = centers ? sum / Double(size) : 0
      for k in 0..<size {
        let d = values[first + k] - mean
        squares += d * d
      }
      let inverse = 1 / (squares / Double(size) + epsilon).squareRoot()
      for k in 0..<size {
        values[first + k] = (values[first + k] - mean) * inverse * factors[k] + (offsets?[k] ?? 0)
      }
      means.append(mean)
      inverses.append(inverse)
    }
    let kept = x.shape[..<axis] + inner.map { _ in 1 }
    let statistics: ElementType = x.type == .double ? .double : .float
    return [
      Tensor(x.type, x.shape, rounding: values),
      Tensor(statistics, Array(kept), rounding: means),
      Tensor(statistics, Array(kept), rounding: inverses),
    ]
  }

  private func expanded(_ values: [Double], _ shape: [Int], _ target: [Int]) -> [Double] {
    StridedLoop(shape: target, [Shape.strides(shape, broadcastTo: target)]).collect(values)
  }
}
