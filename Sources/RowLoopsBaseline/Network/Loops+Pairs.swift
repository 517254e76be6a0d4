package import RowLoops

extension Loops {
  package static func foldPairs(
    _ operation: PairFold, _ input: Span<Float>, upper: Int, lower: Int,
    into output: inout MutableSpan<Float>, at start: Int, count: Int
  ) {
    precondition(upper >= 0 && lower >= 0 && start >= 0)
    precondition(max(upper, lower) + 2 * count <= input.count && start + count <= output.count)
    unsafeRows(input, &output) { input, output in
      let (a, b, to) = (input + upper, input + lower, output + start)
      switch operation {
      case .maximum:
        for i in 0..<count {
          let top = larger(a[2 &* i], a[2 &* i &+ 1])
          to[i] = larger(larger(top, b[2 &* i]), b[2 &* i &+ 1])
        }
      case .minimum:
        for i in 0..<count {
          let top = smaller(a[2 &* i], a[2 &* i &+ 1])
          to[i] = smaller(smaller(top, b[2 &* i]), b[2 &* i &+ 1])
        }
      case .mean:
        for i in 0..<count {
          to[i] = (a[2 &* i] + a[2 &* i &+ 1] + b[2 &* i] + b[2 &* i &+ 1]) / 4
        }
      }
    }
  }
}
