internal import RowLoops

extension Loops {
  package static func subtract(
    _ values: inout MutableSpan<Float>, at start: Int, _ other: Span<Float>, from base: Int,
    count: Int
  ) {
    requireRange(base, count, of: other.count)
    requireRange(start, count, of: values.count)
    other.withUnsafeBufferPointer { other in
      values.withUnsafeMutableBufferPointer { values in
        guard let other = other.baseAddress, let values = values.baseAddress else { return }
        let (a, b) = (values + start, other + base)
        for i in 0..<count { a[i] -= b[i] }
      }
    }
  }

  package static func subtract(
    _ a: Span<UInt8>, from first: Int, _ b: Span<UInt8>, from second: Int,
    into output: inout MutableSpan<Int16>, at start: Int, count: Int
  ) {
    requireRange(first, count, of: a.count)
    requireRange(second, count, of: b.count)
    requireRange(start, count, of: output.count)
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        output.withUnsafeMutableBufferPointer { output in
          guard let a = a.baseAddress, let b = b.baseAddress, let output = output.baseAddress
          else { return }
          let (x, y, difference) = (a + first, b + second, output + start)
          for i in 0..<count { difference[i] = Int16(x[i]) &- Int16(y[i]) }
        }
      }
    }
  }
}
