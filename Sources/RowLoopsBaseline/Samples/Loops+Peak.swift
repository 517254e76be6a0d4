internal import RowLoops

extension Loops {
  package static func multiplyAddPeak(
    rounds: Int, factor: Float, into output: inout MutableSpan<Float>
  ) -> Int {
    precondition(output.count >= peakSums * lanes)
    output.withUnsafeMutableBufferPointer { output in
      guard let output = output.baseAddress else { return }
      var sums = zeros16()
      let x = load(output)
      for _ in 0..<rounds {
        for k in 0..<peakSums { sums[k] = multiplyAdd(sums[k], factor, x) }
      }
      for k in 0..<peakSums { store(sums[k], output + k * lanes) }
    }
    return 2 * rounds * peakSums * lanes
  }
}

/// Number of independent sums: more than latency × ports, fewer than registers.
@inline(__always) private var peakSums: Int { 12 }
