/// Combines the elements of two operands whose sides are repeated where needed.
enum Broadcast {
  /// Computes `f(a, b)` for each element of the common shape.
  ///
  /// - Parameters:
  ///   - a: The elements of the first operand.
  ///   - aShape: The shape of the first operand.
  ///   - b: The elements of the second operand.
  ///   - bShape: The shape of the second operand.
  ///   - shape: The common shape of both operands.
  ///   - f: The function of one element of each operand.
  /// - Returns: The values of `f`, in the order of the elements of `shape`.
  @inline(__always)
  static func combine<First, Second, Result>(
    _ a: [First], _ aShape: [Int], _ b: [Second], _ bShape: [Int], to shape: [Int],
    _ f: (First, Second) -> Result
  ) -> [Result] {
    let loop = StridedLoop(
      shape: shape,
      [
        Shape.strides(aShape, broadcastTo: shape), Shape.strides(bShape, broadcastTo: shape),
      ])
    let (aStep, bStep) = (loop.step[0], loop.step[1])
    var result: [Result] = []
    result.reserveCapacity(loop.count)
    loop.forEachRun { offsets, count in
      let (i, j) = (offsets[0], offsets[1])
      if aStep == 1 && bStep == 1 {
        for k in 0..<count { result.append(f(a[i + k], b[j + k])) }
      } else if aStep == 1 && bStep == 0 {
        let y = b[j]
        for k in 0..<count { result.append(f(a[i + k], y)) }
      } else {
        for k in 0..<count { result.append(f(a[i + k * aStep], b[j + k * bStep])) }
      }
    }
    return result
  }
}
