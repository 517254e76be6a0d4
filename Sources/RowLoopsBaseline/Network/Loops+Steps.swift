package import RowLoops

extension Loops {
  package static func add(_ values: Span<Float>, to sums: inout MutableSpan<Float>, count: Int) {
    precondition(count <= values.count && count <= sums.count)
    unsafeRows(values, &sums) { values, sums in
      for i in 0..<count { sums[i] += values[i] }
    }
  }

  package static func average(
    _ average: inout MutableSpan<Float>, _ values: Span<Float>, keep: Float, count: Int
  ) {
    precondition(count <= values.count && count <= average.count)
    unsafeRows(values, &average) { values, average in
      let rest = 1 - keep
      for i in 0..<count { average[i] = keep * average[i] + rest * values[i] }
    }
  }

  package static func adam(
    _ values: inout MutableSpan<Float>, _ gradient: Span<Float>, _ first: inout MutableSpan<Float>,
    _ second: inout MutableSpan<Float>, _ step: AdamCoefficients, count: Int
  ) {
    precondition(count <= gradient.count && count <= values.count)
    precondition(count <= first.count && count <= second.count)
    unsafeRows(gradient, &values) { gradient, values in
      unsafeRow(&first, at: 0, count: count) { first in
        unsafeRow(&second, at: 0, count: count) { second in
          for i in 0..<count {
            let g = gradient[i]
            let m = 0.9 * first[i] + 0.1 * g
            let v = 0.999 * second[i] + 0.001 * g * g
            let root = (v / step.secondCorrection).squareRoot() + 1e-8
            let move = m / step.firstCorrection / root
            (first[i], second[i]) = (m, v)
            values[i] -= step.rate * (move + step.decay * values[i])
          }
        }
      }
    }
  }
}
