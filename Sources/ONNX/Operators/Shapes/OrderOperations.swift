/// Operators that depend on the order of elements along an axis.
enum OrderOperations {
  static let entries: [OperatorEntry] = [
    OperatorEntry("CumSum", since: 11, inputs: 2...2) {
      RunningSum(isExclusive: $0.truth("exclusive"), isReverse: $0.truth("reverse"))
    },
    OperatorEntry("TopK", inputs: 1...2, outputs: 2) { attributes in
      let count = attributes.opset < 10 ? attributes.integer("k") : nil
      let axis = attributes.integer("axis", -1)
      attributes.ignore("sorted")
      return Largest(axis: axis, count: count, isLargest: attributes.truth("largest", true))
    },
    OperatorEntry("NonZero", since: 9) { _ in NonZero() },
    OperatorEntry("ReverseSequence", since: 10, inputs: 2...2) {
      Reversal(time: $0.integer("time_axis", 0), batch: $0.integer("batch_axis", 1))
    },
  ]

  /// Sums of the elements up to each one.
  private struct RunningSum: Operation {
    let isExclusive: Bool
    let isReverse: Bool

    func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
      let x = try inputs.required(0)
      let axis = try Shape.axis(inputs.required(1).number(), rank: x.rank)
      switch x.values {
      case .float(let values):
        return [Tensor(x.type, x.shape, rounding: sums(values, 0, x.shape, axis) { $0 + $1 })]
      case .double(let values):
        return [Tensor(x.type, x.shape, rounding: sums(values, 0, x.shape, axis) { $0 + $1 })]
      case .integer(let values):
        return [Tensor(x.type, x.shape, wrapping: sums(values, 0, x.shape, axis) { $0 &+ $1 })]
      }
    }

    private func sums<Value>(
      _ values: [Value], _ zero: Value, _ shape: [Int], _ axis: Int,
      _ add: (Value, Value) -> Value
    ) -> [Value] {
      let (side, inner) = (shape[axis], shape[(axis + 1)...].reduce(1, *))
      var result = values
      for outer in 0..<shape[..<axis].reduce(1, *) {
        for column in 0..<inner {
          var sum = zero
          for step in 0..<side {
            let place = (outer * side + (isReverse ? side - 1 - step : step)) * inner + column
            let next = add(sum, values[place])
            result[place] = isExclusive ? sum : next
            sum = next
          }
        }
      }
      return result
    }
  }

  /// The largest or smallest elements along an axis, and their indices; of equal ones the first.
  private struct Largest: Operation {
    let axis: Int
    let count: Int?
    let isLargest: Bool

    func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
      let x = try inputs.required(0)
      let axis = try Shape.axis(axis, rank: x.rank)
      let wanted: Int
      if let count { wanted = count } else { wanted = try inputs.required(1).number() }
      let (side, inner) = (x.shape[axis], x.shape[(axis + 1)...].reduce(1, *))
      guard (0...side).contains(wanted) else {
        throw ONNXError(.damaged, "\(wanted) elements of a side of \(side)")
      }
      guard x.type != .int64 && x.type != .uint64 else { return try integers(x, axis, wanted) }
      let keys = Casting.doubles(x)
      return results(x, axis, wanted, inner) {
        isLargest ? keys[$0] > keys[$1] : keys[$0] < keys[$1]
      }
    }

    private func integers(
      _ x: Tensor, _ axis: Int, _ wanted: Int
    ) throws(ONNXError) -> [Tensor] {
      let flip: Int64 = x.type == .uint64 ? .min : 0
      let keys = try x.integers().map { $0 ^ flip }
      return results(x, axis, wanted, x.shape[(axis + 1)...].reduce(1, *)) {
        isLargest ? keys[$0] > keys[$1] : keys[$0] < keys[$1]
      }
    }

    private func results(
      _ x: Tensor, _ axis: Int, _ wanted: Int, _ inner: Int, _ isBefore: (Int, Int) -> Bool
    ) -> [Tensor] {
      let side = x.shape[axis]
      var shape = x.shape
      shape[axis] = wanted
      var places = [Int](repeating: 0, count: shape.reduce(1, *))
      for outer in 0..<x.shape[..<axis].reduce(1, *) {
        for column in 0..<inner {
          let order = (0..<side).map { (outer * side + $0) * inner + column }
            .sorted { isBefore($0, $1) || (!isBefore($1, $0) && $0 < $1) }
          for rank in 0..<wanted {
            places[(outer * wanted + rank) * inner + column] = order[rank]
          }
        }
      }
      let indices = places.map { Int64($0 / inner % side) }
      return [
        Tensor(x.type, shape, x.values.taking(places)), Tensor(.int64, shape, .integer(indices)),
      ]
    }
  }

  /// The indices of the elements that are not zero, one row for each dimension.
  private struct NonZero: Operation {
    func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
      let x = try inputs.required(0)
      let found = Casting.truths(x).enumerated().filter(\.element).map(\.offset)
      let strides = Shape.strides(x.shape)
      try context.count([x.rank, found.count], .int64)
      var rows: [Int64] = []
      for axis in x.shape.indices {
        rows += found.map { Int64($0 / strides[axis] % x.shape[axis]) }
      }
      return [Tensor(.int64, [x.rank, found.count], .integer(rows))]
    }
  }

  /// The first elements of each sequence in reverse order.
  private struct Reversal: Operation {
    let time: Int
    let batch: Int

    func run(_ inputs: Operands, _ context: RunContext) throws(ONNXError) -> [Tensor] {
      let (x, lengths) = (try inputs.required(0), try inputs.required(1).list())
      guard x.rank >= 2, Set([time, batch]) == [0, 1], lengths.count == x.shape[batch],
        lengths.allSatisfy({ (0...x.shape[time]).contains($0) })
      else { throw ONNXError(.damaged, "sequences of \(Shape.text(x.shape))") }
      let inner = x.shape[2...].reduce(1, *)
      var taken: [Int] = []
      for row in 0..<x.shape[0] {
        for column in 0..<x.shape[1] {
          let (step, sequence) = time == 0 ? (row, column) : (column, row)
          let source = step < lengths[sequence] ? lengths[sequence] - 1 - step : step
          let place = time == 0 ? source * x.shape[1] + column : row * x.shape[1] + source
          taken.append(contentsOf: place * inner..<(place + 1) * inner)
        }
      }
      return [Tensor(x.type, x.shape, x.values.taking(taken))]
    }
  }
}
