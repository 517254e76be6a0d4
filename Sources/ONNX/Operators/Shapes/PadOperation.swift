/// Pad: a frame of one value, of repeated edges, or of mirrored or wrapped elements.
struct PadOperation: Operation {
  let mode: String
  let pads: [Int]?
  let value: Float

  static func make(_ attributes: inout Attributes) -> any Operation {
    let isOld = attributes.opset < 11
    let modes = ["constant", "edge", "reflect"] + (attributes.opset >= 19 ? ["wrap"] : [])
    return PadOperation(
      mode: attributes.text("mode", "constant", of: modes),
      pads: isOld ? attributes.integers("pads") ?? [] : nil,
      value: isOld ? attributes.float("value", 0) : 0)
  }

  func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
    let x = try inputs.required(0)
    let listed = try inputs.requiredList(1, or: pads)
    let axes = try inputs[3]?.list() ?? Array(x.shape.indices)
    guard listed.count == 2 * axes.count else {
      throw ONNXError(.damaged, "\(listed.count) pads for \(axes.count) dimensions")
    }
    _ = try Shape.axes(axes, rank: x.rank)
    var (before, shape) = ([Int](repeating: 0, count: x.rank), x.shape)
    for (index, axis) in axes.enumerated() {
      let axis = try Shape.axis(axis, rank: x.rank)
      let (first, last) = (listed[index], listed[index + axes.count])
      guard abs(first.clampedMagnitude) < 1 << 40, abs(last.clampedMagnitude) < 1 << 40 else {
        throw ONNXError(.overLimit, "a pad of \(max(first, last)) elements: --max-memory")
      }
      before[axis] = first
      shape[axis] += first + last
    }
    try context.count(shape, x.type)
    // For each axis, the source of each element; −1 is outside.
    var sources: [[Int]] = []
    for axis in shape.indices {
      sources.append(
        try (0..<shape[axis]).map { $0 - before[axis] }
          .mapThrowing { place throws(ONNXError) in try source(place, x.shape[axis]) })
    }
    return [try filled(x, shape, sources, inputs[2])]
  }

  private func source(_ place: Int, _ side: Int) throws(ONNXError) -> Int {
    if (0..<side).contains(place) { return place }
    if mode == "constant" { return -1 }
    guard side > 0 else { throw ONNXError(.damaged, "an empty tensor has no \(mode) pads") }
    switch mode {
    case "edge": return place < 0 ? 0 : side - 1
    case "wrap": return (place % side + side) % side
    default:
      // The mirror is the outermost element; it is not repeated.
      let period = max(1, 2 * (side - 1))
      let rest = (place % period + period) % period
      return rest < side ? rest : period - rest
    }
  }

  private func filled(
    _ x: Tensor, _ shape: [Int], _ sources: [[Int]], _ fill: Tensor?
  ) throws(ONNXError) -> Tensor {
    if let fill, fill.count != 1 || fill.type != x.type {
      throw ONNXError(.damaged, "a pad value of \(fill.type) \(Shape.text(fill.shape))")
    }
    let count = shape.reduce(1, *)
    switch x.values {
    case .float(let values):
      let value = try fill?.floats()[0] ?? value
      return Tensor(x.type, shape, .float(gather(values, x.shape, shape, sources, value, count)))
    case .double(let values):
      let value = try fill?.real() ?? Double(value)
      return Tensor(x.type, shape, .double(gather(values, x.shape, shape, sources, value, count)))
    case .integer(let values):
      let value = try fill?.integers()[0] ?? Casting.integer(Double(value), x.type)
      return Tensor(x.type, shape, .integer(gather(values, x.shape, shape, sources, value, count)))
    }
  }

  /// Copies rows along the last axis; the other axes select the row.
  @inline(__always)
  private func gather<Value>(
    _ values: [Value], _ old: [Int], _ shape: [Int], _ sources: [[Int]], _ fill: Value,
    _ count: Int
  ) -> [Value] {
    guard let row = sources.last else { return values }
    var result: [Value] = []
    result.reserveCapacity(count)
    let strides = Shape.strides(old)
    guard count > 0 else { return [] }
    for index in 0..<count / row.count {
      var (rest, start) = (index, 0)
      for axis in shape.indices.dropLast().reversed() {
        let source = sources[axis][rest % shape[axis]]
        rest /= shape[axis]
        if source < 0 || start < 0 { start = -1 } else { start += source * strides[axis] }
      }
      for source in row { result.append(start < 0 || source < 0 ? fill : values[start + source]) }
    }
    return result
  }
}

extension Int {
  /// The magnitude as an integer; the largest one for the smallest integer.
  var clampedMagnitude: Int { Int(clamping: magnitude) }
}
