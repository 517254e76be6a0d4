/// The loop of a reduction: all elements are visited in order, each belongs to one result.
struct Reduction {
  /// The shape of the results without the reduced axes.
  let shape: [Int]
  /// The shape of the results with reduced axes of length 1.
  let keptShape: [Int]
  /// The number of elements that become one result.
  let count: Int
  private let loop: StridedLoop

  init(_ shape: [Int], _ axes: [Int]) {
    let kept = shape.indices.map { axes.contains($0) ? 1 : shape[$0] }
    keptShape = kept
    self.shape = shape.indices.filter { !axes.contains($0) }.map { shape[$0] }
    count = axes.reduce(1) { $0 * shape[$1] }
    let strides = Shape.strides(kept)
    let results = shape.indices.map { axes.contains($0) ? 0 : strides[$0] }
    loop = StridedLoop(shape: shape, [Shape.strides(shape), results])
  }

  /// Folds the elements of each result, beginning with one value.
  @inline(__always)
  func fold<Value, Sum>(
    _ values: [Value], _ initial: Sum, _ combine: (Sum, Value) -> Sum
  ) -> [Sum] {
    fold(values, [Sum](repeating: initial, count: keptShape.reduce(1, *)), combine)
  }

  /// Folds the elements of each result.
  @inline(__always)
  func fold<Value, Sum>(
    _ values: [Value], _ initial: [Sum], _ combine: (Sum, Value) -> Sum
  ) -> [Sum] {
    var sums = initial
    let (step, resultStep) = (loop.step[0], loop.step[1])
    loop.forEachRun { offsets, count in
      let (first, result) = (offsets[0], offsets[1])
      if resultStep == 0 {
        var sum = sums[result]
        for k in 0..<count { sum = combine(sum, values[first + k * step]) }
        sums[result] = sum
      } else {
        for k in 0..<count {
          let place = result + k * resultStep
          sums[place] = combine(sums[place], values[first + k * step])
        }
      }
    }
    return sums
  }
}
