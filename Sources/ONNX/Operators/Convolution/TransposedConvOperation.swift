internal import ConvNet

/// ConvTranspose: each value adds a scaled filter to the result.
///
/// It is computed as a convolution with mirrored filters over the values with zeros between them.
struct TransposedConvOperation: Operation {
  let geometry: WindowGeometry
  let groups: Int
  let extra: [Int]
  let size: [Int]

  init(_ attributes: inout Attributes) {
    geometry = WindowGeometry(&attributes)
    groups = attributes.integer("group", 1)
    extra = attributes.integers("output_padding") ?? []
    size = attributes.integers("output_shape") ?? []
    if groups < 1 { attributes.refuse("group \(groups)") }
    if extra.contains(where: { !(0...1 << 20).contains($0) }) {
      attributes.refuse("output_padding \(extra)")
    }
    if size.contains(where: { !(1...1 << 31).contains($0) }) {
      attributes.refuse("output_shape \(size)")
    }
  }

  func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
    let (x, weights) = (try inputs.required(0), try inputs.required(1))
    guard (3...5).contains(x.rank), weights.rank == x.rank, weights.shape[0] == x.shape[1],
      weights.shape[0] % groups == 0, weights.count > 0
    else {
      throw ONNXError(
        .damaged, "weights of \(Shape.text(weights.shape)) for \(Shape.text(x.shape))")
    }
    let rank = x.rank - 2
    if let bias = inputs[2], bias.shape != [groups * weights.shape[1]] || bias.type != x.type {
      throw ONNXError(.damaged, "biases of \(Shape.text(bias.shape))")
    }
    guard [0, rank].contains(extra.count), [0, rank, x.rank].contains(size.count),
      [geometry.strides, geometry.dilations].allSatisfy({ [0, rank].contains($0.count) }),
      [0, 2 * rank].contains(geometry.pads.count)
    else { throw ONNXError(.damaged, "sizes of another number than \(rank)") }
    let axes = (0..<rank).map { axis($0, x.shape[2 + $0], weights.shape[2 + $0], rank) }
    let filters = groups * weights.shape[1]
    let shape = [x.shape[0], filters] + axes.map(\.count)
    try context.count(shape, x.type)
    try context.count([x.shape[0], x.shape[1]] + axes.map(\.side), x.type)
    let spread = try spread(x, axes, context)
    let turned = try turned(weights)
    let packed = try ConvFilters(turned, inputs[2], groups: groups)
    let sums = try ConvSums(axes: axes, filters: packed, groups: groups)
      .run(try spread.floats(), images: x.shape[0], channels: x.shape[1], .direct, context)
    return [Tensor(x.type, shape, rounding: sums)]
  }

  func products(_ inputs: [[Int]?], result: [Int]) -> Int {
    guard inputs.count > 1, let x = inputs[0], let weights = inputs[1] else { return 0 }
    return x.reduce(1, *) * weights.dropFirst().reduce(1, *)
  }

  /// The window of one dimension over the values with zeros between them, framed.
  private func axis(_ index: Int, _ side: Int, _ size: Int, _ rank: Int) -> WindowAxis {
    let stride = geometry.strides.isEmpty ? 1 : geometry.strides[index]
    let dilation = geometry.dilations.isEmpty ? 1 : geometry.dilations[index]
    let extra = extra.isEmpty ? 0 : extra[index]
    let reach = (size - 1) * dilation + 1
    let full = (side - 1) * stride + extra + reach
    var (before, after) = (0, 0)
    var wanted: Int?
    if !self.size.isEmpty { wanted = self.size[self.size.count - rank + index] }
    if wanted == nil, geometry.autoPad.hasPrefix("SAME") { wanted = side * stride }
    if let wanted {
      let total = full - wanted
      before = front(ofTotal: total)
      after = total - before
    } else if !geometry.pads.isEmpty {
      (before, after) = (geometry.pads[index], geometry.pads[index + rank])
    }
    // The values lie in a frame of reach − 1, of which the pads are cut off.
    return WindowAxis(
      side: reach - 1 - before + (side - 1) * stride + 1 + reach - 1 - after + extra,
      count: full - before - after, size: size, stride: 1, dilation: dilation, before: 0, after: 0)
  }

  /// Values with zeros between them; a frame that the pads make negative cuts them.
  private func spread(
    _ x: Tensor, _ axes: [WindowAxis], _ context: RunContext
  ) throws(ONNXError) -> Tensor {
    let values = try x.floats()
    let shape = Array(x.shape[..<2]) + axes.map(\.side)
    let strides = Shape.strides(shape)
    var result = [Float](repeating: 0, count: try context.count(shape))
    let places = try axes.indices.map { $0 }.mapThrowing { index throws(ONNXError) -> [Int?] in
      let axis = axes[index]
      guard axis.side > 0 else { throw ONNXError(.damaged, "an empty result") }
      let stride = geometry.strides.isEmpty ? 1 : geometry.strides[index]
      let extra = extra.isEmpty ? 0 : extra[index]
      let frame = (axis.size - 1) * axis.dilation
      let full = (x.shape[2 + index] - 1) * stride + 1
      // side = frame − before + full + frame − after + extra, and before is known by the pads.
      let before = frameBefore(index, axis, full: full, frame: frame, extra: extra, x.rank - 2)
      return (0..<x.shape[2 + index]).map { value in
        let place = before + value * stride
        return (0..<axis.side).contains(place) ? place : nil
      }
    }
    let inner = x.shape[2...].reduce(1, *)
    for index in values.indices {
      var (rest, place, isInside) = (
        index % max(1, inner), index / max(1, inner) * strides[1], true
      )
      for axis in axes.indices.reversed() {
        guard let offset = places[axis][rest % x.shape[2 + axis]] else {
          isInside = false
          break
        }
        place += offset * strides[2 + axis]
        rest /= x.shape[2 + axis]
      }
      if isInside { result[place] = values[index] }
    }
    return Tensor(x.type, shape, .float(result))
  }

  private func frameBefore(
    _ index: Int, _ axis: WindowAxis, full: Int, frame: Int, extra: Int, _ rank: Int
  ) -> Int {
    let total = frame * 2 + full + extra - axis.side
    if !size.isEmpty || geometry.autoPad.hasPrefix("SAME") {
      return frame - front(ofTotal: total)
    }
    return frame - (geometry.pads.isEmpty ? 0 : geometry.pads[index])
  }

  /// The share of all pads that lies in front; what a result has too much is added at its end.
  private func front(ofTotal total: Int) -> Int {
    if total < 0 { return 0 }
    return geometry.autoPad == "SAME_UPPER" ? total / 2 : total - total / 2
  }

  /// C×(M/groups)×… becomes M×(C/groups)×…, each filter mirrored.
  private func turned(_ weights: Tensor) throws(ONNXError) -> Tensor {
    let values = try weights.floats()
    let (channels, filters) = (weights.shape[0] / groups, weights.shape[1])
    let cells = weights.shape[2...].reduce(1, *)
    var result: [Float] = []
    result.reserveCapacity(values.count)
    for group in 0..<groups {
      for filter in 0..<filters {
        for channel in 0..<channels {
          let first = ((group * channels + channel) * filters + filter) * cells
          result.append(contentsOf: values[first..<first + cells].reversed())
        }
      }
    }
    return Tensor(
      weights.type, [groups * filters, channels] + weights.shape[2...], .float(result))
  }
}
