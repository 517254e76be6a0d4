internal import RowLoops

extension Loops {
  package static func copy(
    _ input: Span<Float>, from base: Int, into output: inout MutableSpan<Float>, at start: Int,
    count: Int
  ) {
    precondition(start >= 0)
    precondition(base >= 0 && base + count <= input.count && start + count <= output.count)
    unsafeRows(input, &output) { input, output in
      copyRow(input + base, to: output + start, count: count)
    }
  }

  package static func deinterleave(
    _ input: Span<Float>, from base: Int, group: Int, period: Int,
    into output: inout MutableSpan<Float>, at start: Int, phaseStride: Int, count: Int
  ) {
    precondition(base >= 0 && start >= 0 && group > 0 && period > 0 && phaseStride >= 0)
    // The first phase is the longest: `places` groups, and no later phase has more.
    let places = (count + period - 1) / period
    let phases = min(period, count)
    if phases > 0 {
      // The last phase has one group less if the period does not divide the count.
      let last = (count - phases) / period + 1
      requireRange(start, (phases - 1) * phaseStride + last * group, of: output.count)
      requireRange(
        start, (phases > 1 ? (phases - 2) * phaseStride : 0) + places * group, of: output.count)
    }
    precondition(base + count * group <= input.count)
    unsafeRows(input, &output) { input, output in
      for phase in 0..<min(period, count) {
        let to = output + start + phase * phaseStride
        let from = input + base + phase * group
        let places = (count - phase + period - 1) / period
        if group == 1 {
          for place in 0..<places { to[place] = from[place * period] }
        } else {
          for place in 0..<places {
            for k in 0..<group { to[place * group + k] = from[place * period * group + k] }
          }
        }
      }
    }
  }

  package static func interleave(
    _ input: Span<Float>, from base: Int, planes: Int, planeStride: Int,
    into output: inout MutableSpan<Float>, at start: Int, count: Int
  ) {
    precondition(start >= 0 && planes > 0 && planeStride >= 0)
    requireRange(base, (planes - 1) * planeStride + count, of: input.count)
    precondition(start + count * planes <= output.count)
    unsafeRows(input, &output) { input, output in
      let (input, output) = (input + base, output + start)
      var first = 0
      if planes % lanes == 0 {
        // Whole squares are transposed in registers.
        while first &+ lanes <= count {
          var plane = 0
          while plane < planes {
            transposeVectors(
              input + (plane &* planeStride &+ first), planeStride,
              output + (first &* planes &+ plane), planes)
            plane = plane &+ lanes
          }
          first = first &+ lanes
        }
      }
      for plane in 0..<planes {
        let (from, to) = (input + plane * planeStride, output + plane)
        for i in first..<count { to[i * planes] = from[i] }
      }
    }
  }
}
