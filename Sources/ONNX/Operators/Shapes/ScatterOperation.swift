/// Scatter, ScatterElements, ScatterND: a copy with some elements replaced or combined.
struct ScatterOperation: Operation {
  let axis: Int
  let reduction: String
  /// Whether the last dimension of the indices holds whole positions.
  let isTuple: Bool

  init(_ attributes: inout Attributes, isTuple: Bool) {
    self.isTuple = isTuple
    axis = isTuple ? 0 : attributes.integer("axis", 0)
    let names =
      attributes.opset >= 18 ? ["none", "add", "mul", "max", "min"] : ["none", "add", "mul"]
    reduction = attributes.text("reduction", "none", of: names)
  }

  func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
    let operands = try Operands(tensors: [inputs[0], inputs[2]]).ofOneType()
    let (x, updates, indices) = (operands[0], operands[1], try inputs.required(1))
    let places: [Int]
    if isTuple {
      places = try tuplePlaces(indices, x)
    } else {
      guard updates.shape == indices.shape else {
        throw ONNXError(.damaged, "updates of another shape than the indices")
      }
      places = try ScatterOperation.places(
        of: indices, in: x, axis: try Shape.axis(axis, rank: x.rank))
    }
    guard places.count == updates.count else {
      throw ONNXError(.damaged, "\(updates.count) updates for \(places.count) elements")
    }
    switch (x.values, updates.values) {
    case (.float(let a), .float(let b)):
      return [Tensor(x.type, x.shape, rounding: reals(a, b, places))]
    case (.double(let a), .double(let b)):
      return [Tensor(x.type, x.shape, rounding: reals(a, b, places))]
    case (.integer(let a), .integer(let b)):
      return [Tensor(x.type, x.shape, wrapping: integers(a, b, places, x.type))]
    default: throw ONNXError(.damaged, "operands of types \(x.type) and \(updates.type)")
    }
  }

  private func reals<Value: BinaryFloatingPoint>(
    _ values: [Value], _ updates: [Value], _ places: [Int]
  ) -> [Value] {
    var result = values
    for (place, update) in zip(places, updates) {
      switch reduction {
      case "add": result[place] += update
      case "mul": result[place] *= update
      case "max": result[place] = max(result[place], update)
      case "min": result[place] = min(result[place], update)
      default: result[place] = update
      }
    }
    return result
  }

  private func integers(
    _ values: [Int64], _ updates: [Int64], _ places: [Int], _ type: ElementType
  ) -> [Int64] {
    // uint64 by its order: the highest bit exchanged.
    let flip: Int64 = type == .uint64 ? .min : 0
    var result = values
    for (place, update) in zip(places, updates) {
      switch reduction {
      case "add": result[place] &+= update
      case "mul": result[place] &*= update
      case "max": result[place] = max(result[place] ^ flip, update ^ flip) ^ flip
      case "min": result[place] = min(result[place] ^ flip, update ^ flip) ^ flip
      default: result[place] = update
      }
    }
    return result
  }

  private func tuplePlaces(_ indices: Tensor, _ x: Tensor) throws(ONNXError) -> [Int] {
    guard let length = indices.shape.last, length >= 1, length <= x.rank else {
      throw ONNXError(.damaged, "indices of \(Shape.text(indices.shape))")
    }
    let inner = x.shape[length...].reduce(1, *)
    let strides = Shape.strides(x.shape)
    let values = try indices.integers()
    var places: [Int] = []
    for tuple in stride(from: 0, to: values.count, by: length) {
      var start = 0
      for k in 0..<length {
        start += try IndexOperations.place(values[tuple + k], x.shape[k]) * strides[k]
      }
      places.append(contentsOf: start..<start + inner)
    }
    return places
  }

  /// The offsets of the elements that replace one coordinate of each index's own place.
  static func places(
    of indices: Tensor, in x: Tensor, axis: Int
  ) throws(ONNXError) -> [Int] {
    guard indices.rank == x.rank,
      indices.shape.indices.allSatisfy({ $0 == axis || indices.shape[$0] <= x.shape[$0] })
    else {
      throw ONNXError(
        .damaged, "indices of \(Shape.text(indices.shape)) for \(Shape.text(x.shape))")
    }
    let strides = Shape.strides(x.shape)
    let values = try indices.integers()
    var places: [Int] = []
    places.reserveCapacity(values.count)
    for index in values.indices {
      var (rest, place) = (index, 0)
      for dimension in x.shape.indices.reversed() {
        let coordinate =
          dimension == axis
          ? try IndexOperations.place(values[index], x.shape[axis])
          : rest % indices.shape[dimension]
        rest /= indices.shape[dimension]
        place += coordinate * strides[dimension]
      }
      places.append(place)
    }
    return places
  }
}
