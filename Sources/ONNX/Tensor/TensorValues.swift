/// The elements of a tensor in memory.
///
/// Few storages instead of one for each type: an operator is written for floats, doubles and
/// integers, and the element type says how results are rounded or wrapped.
package enum TensorValues: Hashable, Sendable {
  /// float and float16.
  case float([Float])
  /// double.
  case double([Double])
  /// All integers, and truth values as 0 and 1; uint64 by its bits.
  case integer([Int64])

  /// The number of elements.
  var count: Int {
    switch self {
    case .float(let values): values.count
    case .double(let values): values.count
    case .integer(let values): values.count
    }
  }

  /// Elements of a type that are all zero.
  static func zeros(_ count: Int, _ type: ElementType) -> TensorValues {
    switch type {
    case .float, .float16: .float([Float](repeating: 0, count: count))
    case .double: .double([Double](repeating: 0, count: count))
    default: .integer([Int64](repeating: 0, count: count))
    }
  }

  /// Returns the first element many times.
  func repeated(_ count: Int) -> TensorValues {
    switch self {
    case .float(let values): .float([Float](repeating: values[0], count: count))
    case .double(let values): .double([Double](repeating: values[0], count: count))
    case .integer(let values): .integer([Int64](repeating: values[0], count: count))
    }
  }

  /// Returns the elements at some places, in their order.
  func taking(_ places: [Int]) -> TensorValues {
    switch self {
    case .float(let values): .float(places.map { values[$0] })
    case .double(let values): .double(places.map { values[$0] })
    case .integer(let values): .integer(places.map { values[$0] })
    }
  }

  /// Returns the elements that a loop over one operand visits.
  func visited(by loop: StridedLoop) -> TensorValues {
    switch self {
    case .float(let values): .float(loop.collect(values))
    case .double(let values): .double(loop.collect(values))
    case .integer(let values): .integer(loop.collect(values))
    }
  }

  /// Writes the elements of another tensor, in their order, to the places that a loop visits.
  mutating func scatter(_ other: TensorValues, by loop: StridedLoop) {
    switch (self, other) {
    case (.float(var values), .float(let new)):
      self = .float([])
      loop.distribute(new, into: &values)
      self = .float(values)
    case (.double(var values), .double(let new)):
      self = .double([])
      loop.distribute(new, into: &values)
      self = .double(values)
    case (.integer(var values), .integer(let new)):
      self = .integer([])
      loop.distribute(new, into: &values)
      self = .integer(values)
    default: preconditionFailure("elements of two kinds")
    }
  }
}
