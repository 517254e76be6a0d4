import CSystem
package import RowLoops

extension Loops {
  package static func foldPairs(
    _ operation: PairFold, _ input: Span<Float>, upper: Int, lower: Int,
    into output: inout MutableSpan<Float>, at start: Int, count: Int, pastCache: Bool
  ) {
    precondition(upper >= 0 && lower >= 0 && start >= 0)
    precondition(max(upper, lower) + 2 * count <= input.count && start + count <= output.count)
    unsafeRows(input, &output) { input, output in
      let (a, b, to) = (input + upper, input + lower, output + start)
      switch operation {
      case .maximum:
        fold(count, into: to, pastCache) { i in
          let top = larger(a[2 &* i], a[2 &* i &+ 1])
          return larger(larger(top, b[2 &* i]), b[2 &* i &+ 1])
        }
      case .minimum:
        fold(count, into: to, pastCache) { i in
          let top = smaller(a[2 &* i], a[2 &* i &+ 1])
          return smaller(smaller(top, b[2 &* i]), b[2 &* i &+ 1])
        }
      case .mean:
        fold(count, into: to, pastCache) { i in
          (a[2 &* i] + a[2 &* i &+ 1] + b[2 &* i] + b[2 &* i &+ 1]) / 4
        }
      }
    }
  }

  @inline(__always)
  private static func fold(
    _ count: Int, into output: MutableFloats, _ pastCache: Bool, _ value: (Int) -> Float
  ) {
    var i = 0
    if pastCache {
      i = min(valuesToLine(output), count)
      for k in 0..<i { output[k] = value(k) }
      withUnsafeTemporaryAllocation(of: Float.self, capacity: 16) { line in
        guard let line = line.baseAddress else { return }
        while i + 16 <= count {
          for k in 0..<16 { line[k] = value(i &+ k) }
          store_past_cache_64(output + i, line)
          i += 16
        }
      }
    }
    for k in i..<count { output[k] = value(k) }
  }
}
