/// Arithmetic with shapes: lists of lengths, the slowest dimension first.
enum Shape {
  /// The strides of a shape in row-major order.
  static func strides(_ shape: [Int]) -> [Int] {
    var strides = [Int](repeating: 1, count: shape.count)
    for axis in shape.indices.dropLast().reversed() {
      strides[axis] = strides[axis + 1] * max(1, shape[axis + 1])
    }
    return strides
  }

  /// The number of elements; `nil` when it does not fit an integer or a side is negative.
  static func count(_ shape: [Int]) -> Int? {
    guard shape.allSatisfy({ $0 >= 0 }) else { return nil }
    // The sides of an empty tensor are limited too: operators loop over some of them.
    let limit = shape.contains(0) ? 1 << 24 : 1 << 48
    var count = 1
    for side in shape where side != 0 {
      let (product, overflow) = count.multipliedReportingOverflow(by: side)
      if overflow || product > limit { return nil }
      count = product
    }
    return shape.contains(0) ? 0 : count
  }

  /// The shape as text, `1x3x224x224`; a single number has none.
  static func text(_ shape: [Int]) -> String {
    shape.isEmpty ? "a single number" : shape.map(String.init).joined(separator: "x")
  }

  /// The common shape of operands: sides are equal, or 1 and repeated; missing sides in front
  /// are 1.
  static func broadcast(_ shapes: [[Int]]) throws(ONNXError) -> [Int] {
    let rank = shapes.map(\.count).max() ?? 0
    var result = [Int](repeating: 1, count: rank)
    for shape in shapes {
      for (axis, side) in zip((rank - shape.count)..<rank, shape) where side != 1 {
        guard result[axis] == 1 || result[axis] == side else {
          throw ONNXError(
            .damaged, "shapes \(shapes.map(text).joined(separator: " and ")) do not fit together")
        }
        result[axis] = side
      }
    }
    return result
  }

  /// The strides of an operand that is repeated to a larger shape.
  static func strides(_ shape: [Int], broadcastTo target: [Int]) -> [Int] {
    let own = strides(shape)
    let missing = target.count - shape.count
    return target.indices.map { axis in
      axis < missing || shape[axis - missing] == 1 ? 0 : own[axis - missing]
    }
  }

  /// The axis counted from the front; negative ones count from the end.
  static func axis(_ axis: Int, rank: Int) throws(ONNXError) -> Int {
    guard axis >= -rank && axis < rank else {
      throw ONNXError(.damaged, "axis \(axis) of \(rank) dimensions")
    }
    return axis < 0 ? axis + rank : axis
  }

  /// Different axes, counted from the front, in rising order.
  static func axes(_ axes: [Int], rank: Int) throws(ONNXError) -> [Int] {
    var result: Set<Int> = []
    for axis in axes {
      guard result.insert(try self.axis(axis, rank: rank)).inserted else {
        throw ONNXError(.damaged, "axis \(axis) twice")
      }
    }
    return result.sorted()
  }
}
