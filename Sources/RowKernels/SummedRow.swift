/// One output of a correlation along a row: what a photograph needs.
struct SummedRow<Target: SumTarget> {
  let input: Floats
  let offsets: UnsafeBufferPointer<Int>
  let weights: Floats
  let output: Target
  let count: Int

  /// Eight vectors at a time.
  @inline(__always)
  func run() {
    guard count >= 8 * lanes else { return remainder(from: 0) }
    var i = 0
    while i < count {
      // The last eight may overlap the ones before.
      if i + 8 * lanes > count { i = count - 8 * lanes }
      var sums = zeros8()
      var t = 0
      while t < offsets.count {
        let x = input + offsets[t] + i
        // Where the next tap lies a pixel on, its vectors come out of registers: they hardly ever
        // begin with a cache line, and a load that does not costs nearly two.
        switch t + 1 < offsets.count ? offsets[t + 1] - offsets[t] : 0 {
        case 1: addPair(&sums, x, weights + t, apart: 1)
        case 3: addPair(&sums, x, weights + t, apart: 3)
        case 4: addPair(&sums, x, weights + t, apart: 4)
        default:
          for v in 0..<8 { sums[v] = multiplyAdd(sums[v], weights[t], load(x + v * lanes)) }
          t -= 1
        }
        t += 2
      }
      for v in 0..<8 { output.write(sums[v], at: i + v * lanes) }
      i += 8 * lanes
    }
  }

  /// Adds two taps of eight vectors, `step` apart, a literal at every call.
  @inline(__always)
  private func addPair(
    _ sums: inout InlineArray<8, Vector>, _ x: Floats, _ weights: Floats, apart step: Int
  ) {
    var here = load(x)
    for v in 0..<7 {
      let next = load(x + (v + 1) * lanes)
      sums[v] = multiplyAdd(sums[v], weights[0], here)
      sums[v] = multiplyAdd(sums[v], weights[1], shifted(here, next, by: step))
      here = next
    }
    sums[7] = multiplyAdd(sums[7], weights[0], here)
    // Whatever follows the last vector may not be there.
    sums[7] = multiplyAdd(sums[7], weights[1], load(x + 7 * lanes + step))
  }

  /// What is left of a row: single vectors, then single elements; the same sums in the same order.
  @inline(__always)
  func remainder(from first: Int) {
    var i = first
    while i + lanes <= count {
      var sum = Vector.zero
      for t in 0..<offsets.count {
        sum = multiplyAdd(sum, weights[t], load(input + offsets[t] + i))
      }
      output.write(sum, at: i)
      i += lanes
    }
    while i < count {
      var sum: Float = 0
      for t in 0..<offsets.count { sum = multiplyAdd(sum, weights[t], input[offsets[t] + i]) }
      output.write(sum, at: i)
      i += 1
    }
  }
}
