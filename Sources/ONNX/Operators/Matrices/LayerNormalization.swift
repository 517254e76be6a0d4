import RowLoops

/// LayerNormalization over the last axes, and RMSNormalization, which does not center.
struct LayerNormalization: Operation {
  let axis: Int
  let epsilon: Double
  let centers: Bool
  /// Whether the model asks for the result alone, not for means and deviations.
  let isAlone: Bool

  func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
    let (x, scale) = (try inputs.required(0), try inputs.required(1))
    let axis = try Shape.axis(axis, rank: x.rank)
    let inner = Array(x.shape[axis...])
    let size = inner.reduce(1, *)
    guard try Shape.broadcast([inner, scale.shape]) == inner,
      try Shape.broadcast([inner, inputs[2]?.shape ?? []]) == inner
    else { throw ONNXError(.damaged, "a scale of \(Shape.text(scale.shape))") }
    let factors = LayerNormalization.expanded(try scale.doubles(), scale.shape, inner)
    let offsets = try inputs[2].map { (bias) throws(ONNXError) in
      LayerNormalization.expanded(try bias.doubles(), bias.shape, inner)
    }
    if case .float(let samples) = x.values, x.type == .float, size > 0, isAlone {
      return [
        Tensor(
          x.shape, floats(samples, size, factors.map(Float.init), offsets?.map(Float.init), context)
        )
      ]
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

  /// Normalizes groups of floats, on all threads; sums are doubles.
  private func floats(
    _ values: [Float], _ size: Int, _ factors: [Float], _ offsets: [Float]?, _ context: RunContext
  ) -> [Float] {
    let groups = values.count / size
    // Pieces of some groups.
    let height = max(1, (1 << 13) / size)
    return SharedFloats.filled(count: values.count) { output in
      WorkQueue.run((groups + height - 1) / height, context.workers) { piece in
        let range = piece * height * size..<min(groups, (piece + 1) * height) * size
        output.write(range) { part in
          for first in stride(from: 0, to: range.count, by: size) {
            let group = values.span.extracting(
              range.lowerBound + first..<range.lowerBound + first + size)
            var (sum, squares) = (0.0, 0.0)
            if centers { for k in 0..<size { sum += Double(group[k]) } }
            let mean = sum / Double(size)
            for k in 0..<size {
              let d = Double(group[k]) - mean
              squares += d * d
            }
            let inverse = 1 / (squares / Double(size) + epsilon).squareRoot()
            for k in 0..<size {
              let scaled = Float((Double(group[k]) - mean) * inverse) * factors[k]
              part[first + k] = scaled + (offsets?[k] ?? 0)
            }
          }
        }
      }
    }
  }

  /// Repeats the values of a scale or an offset for each element of a group.
  static func expanded(_ values: [Double], _ shape: [Int], _ target: [Int]) -> [Double] {
    StridedLoop(shape: target, [Shape.strides(shape, broadcastTo: target)]).collect(values)
  }
}
