/// A loop over all elements of a shape, with up to four operands that have strides of their own.
///
/// Neighboring dimensions that all operands walk through evenly are joined, so that most loops
/// become one long run. A stride of 0 repeats an element: broadcasting.
struct StridedLoop {
  /// The offsets, or the strides, of the operands.
  typealias Offsets = SIMD4<Int>

  /// The lengths of the joined dimensions, the slowest first; the last is a run.
  private let sides: [Int]
  private let strides: [Offsets]
  private let start: Offsets
  /// The number of elements.
  let count: Int

  /// Creates a loop.
  ///
  /// - Parameters:
  ///   - shape: The lengths of the dimensions; their product does not overflow.
  ///   - operands: The strides of each operand, one for each dimension.
  ///   - start: The offsets of the first elements.
  init(shape: [Int], _ operands: [[Int]], start: Offsets = .zero) {
    precondition(operands.count <= 4 && operands.allSatisfy { $0.count == shape.count })
    self.start = start
    count = shape.reduce(1, *)
    var sides: [Int] = []
    var strides: [Offsets] = []
    for axis in shape.indices where shape[axis] != 1 {
      var stride = Offsets.zero
      for (index, operand) in operands.enumerated() { stride[index] = operand[axis] }
      if let last = strides.last, last == stride &* Offsets(repeating: shape[axis]) {
        sides[sides.count - 1] *= shape[axis]
        strides[strides.count - 1] = stride
      } else {
        sides.append(shape[axis])
        strides.append(stride)
      }
    }
    if sides.isEmpty { (sides, strides) = ([1], [.zero]) }
    (self.sides, self.strides) = (sides, strides)
  }

  /// The strides of the operands within a run.
  var step: Offsets { strides[strides.count - 1] }

  /// Calls `body` with the offsets of each run and the number of its elements.
  @inline(__always)
  func forEachRun(_ body: (Offsets, Int) -> Void) {
    guard count > 0 else { return }
    let run = sides[sides.count - 1]
    var index = [Int](repeating: 0, count: sides.count - 1)
    var offsets = start
    while true {
      body(offsets, run)
      var axis = index.count - 1
      while axis >= 0 {
        index[axis] += 1
        offsets &+= strides[axis]
        if index[axis] < sides[axis] { break }
        offsets &-= strides[axis] &* Offsets(repeating: sides[axis])
        index[axis] = 0
        axis -= 1
      }
      if axis < 0 { return }
    }
  }

  /// Returns the elements that the first operand visits.
  @inline(__always)
  func collect<Value>(_ values: [Value]) -> [Value] {
    var result: [Value] = []
    result.reserveCapacity(count)
    let step = step[0]
    forEachRun { offsets, count in
      let first = offsets[0]
      if step == 1 {
        result.append(contentsOf: values[first..<first + count])
      } else if step == 0 {
        result.append(contentsOf: repeatElement(values[first], count: count))
      } else {
        for index in 0..<count { result.append(values[first + index * step]) }
      }
    }
    return result
  }

  /// Writes values, in their order, to the elements that the first operand visits.
  @inline(__always)
  func distribute<Value>(_ values: [Value], into result: inout [Value]) {
    let step = step[0]
    var next = 0
    forEachRun { offsets, count in
      for index in 0..<count { result[offsets[0] + index * step] = values[next + index] }
      next += count
    }
  }
}
