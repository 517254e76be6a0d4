/// InstanceNormalization and GroupNormalization: statistics of groups of channels of each image.
struct GroupedNormalization: Operation {
  /// The number of groups; `nil` for a group of each channel.
  let groups: Int?
  let epsilon: Double
  /// Whether scale and bias belong to groups; otherwise to channels.
  let scalesGroups: Bool

  func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
    let (x, scale, bias) = (
      try inputs.required(0), try inputs.required(1), try inputs.required(2)
    )
    guard x.rank >= 2 else { throw ONNXError(.damaged, "\(Shape.text(x.shape)) has no channels") }
    let channels = x.shape[1]
    let groups = groups ?? channels
    guard channels % max(1, groups) == 0 else {
      throw ONNXError(.damaged, "\(channels) channels in \(groups) groups")
    }
    let expected = scalesGroups ? groups : channels
    guard scale.shape == [expected], bias.shape == [expected] else {
      throw ONNXError(
        .damaged, "\(scale.count) scales and \(bias.count) biases instead of \(expected)")
    }
    let (factors, offsets) = (try scale.doubles(), try bias.doubles())
    let plane = x.shape[2...].reduce(1, *)
    let size = channels / max(1, groups) * plane
    var values = try x.doubles()
    guard size > 0 else { return [x] }
    for group in 0..<values.count / size {
      let range = group * size..<(group + 1) * size
      let mean = values[range].reduce(0, +) / Double(size)
      let variance = values[range].reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(size)
      let deviation = (variance + epsilon).squareRoot()
      for place in range {
        let index = scalesGroups ? group % groups : place / plane % channels
        values[place] = (values[place] - mean) / deviation * factors[index] + offsets[index]
      }
    }
    return [Tensor(x.type, x.shape, rounding: values)]
  }
}
