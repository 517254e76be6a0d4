internal import RowLoops

extension Loops {
  package static func scale(
    _ values: inout MutableSpan<Float>, at start: Int, count: Int, scale: Float, bias: Float
  ) {
    unsafeRow(&values, at: start, count: count) { row in
      for i in 0..<count { row[i] = multiplyAdd(bias, scale, row[i]) }
    }
  }

  package static func divide(
    _ values: inout MutableSpan<Float>, at start: Int, count: Int, by divisor: Float
  ) {
    unsafeRow(&values, at: start, count: count) { row in
      for i in 0..<count { row[i] = row[i] / divisor }
    }
  }

  package static func absolute(_ values: inout MutableSpan<Float>, at start: Int, count: Int) {
    unsafeRow(&values, at: start, count: count) { row in
      for i in 0..<count { row[i] = abs(row[i]) }
    }
  }

  package static func squareRoot(_ values: inout MutableSpan<Float>, at start: Int, count: Int) {
    unsafeRow(&values, at: start, count: count) { row in
      for i in 0..<count { row[i] = row[i].squareRoot() }
    }
  }

  package static func magnitude(
    _ input: Span<Float>, from base: Int, planeStride: Int,
    into output: inout MutableSpan<Float>, at start: Int, count: Int
  ) {
    precondition(base >= 0 && planeStride >= 0 && start >= 0)
    precondition(base + planeStride + count <= input.count && start + count <= output.count)
    unsafeRows(input, &output) { input, output in
      let x = input + base
      let y = input + base + planeStride
      for i in 0..<count {
        output[start &+ i] = multiplyAdd(x[i] * x[i], y[i], y[i]).squareRoot()
      }
    }
  }

  package static func extremes(_ input: Span<Float>, from base: Int, count: Int) -> SIMD2<Float> {
    precondition(base >= 0)
    precondition(base + count <= input.count)
    var low = Vector(repeating: .infinity)
    var high = Vector(repeating: -.infinity)
    input.withUnsafeBufferPointer { input in
      guard let input = input.baseAddress else { return }
      let row = input + base
      var i = 0
      while i + lanes <= count {
        let x = load(row + i)
        low = smaller(low, x.replacing(with: .infinity, where: x .== -.infinity))
        high = larger(high, x.replacing(with: -.infinity, where: x .== .infinity))
        i += lanes
      }
      while i < count {
        low[0] = smaller(low[0], row[i] == -.infinity ? .infinity : row[i])
        high[0] = larger(high[0], row[i] == .infinity ? -.infinity : row[i])
        i += 1
      }
    }
    var result = SIMD2<Float>(low[0], high[0])
    for lane in 1..<lanes {
      result[0] = smaller(result[0], low[lane])
      result[1] = larger(result[1], high[lane])
    }
    return result
  }
}
