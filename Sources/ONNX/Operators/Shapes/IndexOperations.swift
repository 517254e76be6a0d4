/// Operators that take or replace elements by their indices.
enum IndexOperations {
  static let entries: [OperatorEntry] = [
    OperatorEntry("Gather", inputs: 2...2) { Gathering(axis: $0.integer("axis", 0)) },
    OperatorEntry("GatherElements", since: 11, inputs: 2...2) {
      ElementGathering(axis: $0.integer("axis", 0))
    },
    OperatorEntry("GatherND", since: 11, inputs: 2...2) {
      TupleGathering(batchDimensions: $0.integer("batch_dims", 0))
    },
    OperatorEntry("ScatterElements", since: 11, inputs: 3...3) {
      ScatterOperation(&$0, isTuple: false)
    },
    OperatorEntry("Scatter", since: 9, inputs: 3...3) { ScatterOperation(&$0, isTuple: false) },
    OperatorEntry("ScatterND", since: 11, inputs: 3...3) { ScatterOperation(&$0, isTuple: true) },
    OperatorEntry("Compress", since: 9, inputs: 2...2) { Compression(axis: $0.integer("axis")) },
    OperatorEntry("OneHot", since: 9, inputs: 3...3) { OneHot(axis: $0.integer("axis", -1)) },
  ]

  /// An index counted from the front.
  ///
  /// - Throws: ``ONNXError`` when it is outside.
  static func place(_ index: Int64, _ side: Int) throws(ONNXError) -> Int {
    guard index >= Int64(-side) && index < Int64(side) else {
      throw ONNXError(.damaged, "index \(index) of a side of \(side)")
    }
    return index < 0 ? Int(index) + side : Int(index)
  }

  private struct Gathering: Operation {
    let axis: Int

    func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
      let (x, indices) = (try inputs.required(0), try inputs.required(1))
      let axis = try Shape.axis(axis, rank: x.rank)
      let shape = Array(x.shape[..<axis] + indices.shape + x.shape[(axis + 1)...])
      try context.count(shape, x.type)
      let inner = x.shape[(axis + 1)...].reduce(1, *)
      let places = try indices.integers().mapThrowing { index throws(ONNXError) in
        try IndexOperations.place(index, x.shape[axis])
      }
      var taken: [Int] = []
      for outer in 0..<x.shape[..<axis].reduce(1, *) {
        for place in places {
          let start = (outer * x.shape[axis] + place) * inner
          taken.append(contentsOf: start..<start + inner)
        }
      }
      return [Tensor(x.type, shape, x.values.taking(taken))]
    }
  }

  private struct ElementGathering: Operation {
    let axis: Int

    func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
      let (x, indices) = (try inputs.required(0), try inputs.required(1))
      let axis = try Shape.axis(axis, rank: x.rank)
      let places = try ScatterOperation.places(of: indices, in: x, axis: axis)
      return [Tensor(x.type, indices.shape, x.values.taking(places))]
    }
  }

  private struct TupleGathering: Operation {
    let batchDimensions: Int

    func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
      let (x, indices) = (try inputs.required(0), try inputs.required(1))
      let batch = batchDimensions
      guard batch >= 0, batch < indices.rank, batch < x.rank,
        x.shape[..<batch] == indices.shape[..<batch],
        let length = indices.shape.last, length >= 1, batch + length <= x.rank
      else { throw ONNXError(.damaged, "indices of \(Shape.text(indices.shape))") }
      let inner = x.shape[(batch + length)...].reduce(1, *)
      let strides = Shape.strides(x.shape)
      let shape = Array(indices.shape.dropLast() + x.shape[(batch + length)...])
      try context.count(shape, x.type)
      let values = try indices.integers()
      let groups = x.shape[..<batch].reduce(1, *)
      let tuples = values.count / length
      var taken: [Int] = []
      for tuple in 0..<tuples {
        let group = tuple / (tuples / groups)
        var start = group * x.shape[batch...].reduce(1, *)
        for k in 0..<length {
          start +=
            try IndexOperations.place(values[tuple * length + k], x.shape[batch + k])
            * strides[batch + k]
        }
        taken.append(contentsOf: start..<start + inner)
      }
      return [Tensor(x.type, shape, x.values.taking(taken))]
    }
  }

  /// The slices whose condition holds.
  private struct Compression: Operation {
    let axis: Int?

    func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
      var x = try inputs.required(0)
      if axis == nil { x = x.reshaped([x.count]) }
      let axis = try Shape.axis(axis ?? 0, rank: x.rank)
      let kept = try inputs.required(1).integers().enumerated().filter { $0.element != 0 }
        .map(\.offset)
      guard kept.allSatisfy({ $0 < x.shape[axis] }) else {
        throw ONNXError(.damaged, "a condition longer than a side of \(x.shape[axis])")
      }
      let inner = x.shape[(axis + 1)...].reduce(1, *)
      var shape = x.shape
      shape[axis] = kept.count
      var taken: [Int] = []
      for outer in 0..<x.shape[..<axis].reduce(1, *) {
        for place in kept {
          let start = (outer * x.shape[axis] + place) * inner
          taken.append(contentsOf: start..<start + inner)
        }
      }
      return [Tensor(x.type, shape, x.values.taking(taken))]
    }
  }

  private struct OneHot: Operation {
    let axis: Int

    func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
      let (indices, choices) = (try inputs.required(0), try inputs.required(2))
      let depth = Int(Casting.integer(Casting.doubles(try inputs.required(1)).first ?? 0, .int64))
      let axis = try Shape.axis(axis, rank: indices.rank + 1)
      guard depth >= 1, choices.count == 2 else {
        throw ONNXError(.damaged, "a depth of \(depth) and \(choices.count) values")
      }
      var shape = indices.shape
      shape.insert(depth, at: axis)
      let count = try context.count(shape, choices.type)
      let inner = indices.shape[axis...].reduce(1, *)
      var taken = [Int](repeating: 0, count: count)
      for (place, value) in Casting.doubles(indices).enumerated() {
        let value = Int(Casting.integer(value, .int64))
        guard value >= -depth && value < depth else { continue }
        let hot = value < 0 ? value + depth : value
        taken[(place / inner * depth + hot) * inner + place % inner] = 1
      }
      return [Tensor(choices.type, shape, choices.values.taking(taken))]
    }
  }
}
