package import RowLoops

extension Loops {
  package static func combine(
    _ combination: RowCombination, _ a: Span<Float>, from first: Int, _ b: Span<Float>,
    from second: Int, into output: inout MutableSpan<Float>, at start: Int, count: Int
  ) {
    requireRange(first, count, of: a.count)
    requireRange(second, count, of: b.count)
    requireRange(start, count, of: output.count)
    unsafeRows(a, &output) { a, output in
      b.withUnsafeBufferPointer { b in
        guard let b = b.baseAddress else { return }
        let (x, y, to) = (a + first, b + second, output + start)
        switch combination {
        case .add: for i in 0..<count { to[i] = x[i] + y[i] }
        case .multiply: for i in 0..<count { to[i] = x[i] * y[i] }
        case .addRectified:
          for i in 0..<count {
            let sum = x[i] + y[i]
            to[i] = sum < 0 ? 0 : sum
          }
        }
      }
    }
  }

  package static func subsample(
    _ input: Span<Float>, from base: Int, stride: Int, into output: inout MutableSpan<Float>,
    at start: Int, count: Int
  ) {
    precondition(stride > 0 && count >= 0)
    guard count > 0 else { return }
    requireRange(base, (count - 1) * stride + 1, of: input.count)
    requireRange(start, count, of: output.count)
    unsafeRows(input, &output) { input, output in
      let (from, to) = (input + base, output + start)
      var i = 0
      if stride == 2 {
        // The last value of the second vector is not read by any output: it must exist.
        while i &+ lanes < count {
          let a = load(from + 2 &* i)
          let b = load(from + (2 &* i &+ lanes))
          store(Vector(lowHalf: a.evenHalf, highHalf: b.evenHalf), to + i)
          i = i &+ lanes
        }
      }
      while i < count {
        to[i] = from[i &* stride]
        i = i &+ 1
      }
    }
  }

  package static func sum(_ input: Span<Float>, from base: Int, count: Int) -> Double {
    requireRange(base, count, of: input.count)
    var sums = SIMD8<Double>.zero
    var rest = 0.0
    input.withUnsafeBufferPointer { input in
      guard let input = input.baseAddress else { return }
      let from = input + base
      var i = 0
      while i &+ 8 <= count {
        for k in 0..<8 { sums[k] += Double(from[i &+ k]) }
        i = i &+ 8
      }
      while i < count {
        rest += Double(from[i])
        i = i &+ 1
      }
    }
    let fours = sums.lowHalf + sums.highHalf
    let twos = fours.lowHalf + fours.highHalf
    return twos[0] + twos[1] + rest
  }
}
