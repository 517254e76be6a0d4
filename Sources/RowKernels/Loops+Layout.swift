import RowLoops

extension Loops {
  public static func copy(
    _ input: Span<Float>, from base: Int, into output: inout MutableSpan<Float>, at start: Int,
    count: Int
  ) {
    assert(base >= 0 && base + count <= input.count && start + count <= output.count)
    unsafeRows(input, &output) { input, output in
      copyRow(input + base, to: output + start, count: count)
    }
  }

  public static func deinterleave(
    _ input: Span<Float>, from base: Int, group: Int, period: Int,
    into output: inout MutableSpan<Float>, at start: Int, phaseStride: Int, count: Int
  ) {
    assert(base + count * group <= input.count)
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

  public static func interleave(
    _ input: Span<Float>, from base: Int, planes: Int, planeStride: Int,
    into output: inout MutableSpan<Float>, at start: Int, count: Int
  ) {
    assert(start + count * planes <= output.count)
    unsafeRows(input, &output) { input, output in
      for plane in 0..<planes {
        let from = input + base + plane * planeStride
        let to = output + start + plane
        for i in 0..<count { to[i * planes] = from[i] }
      }
    }
  }
}
