/// An array of floats while several threads fill it, each its own parts.
///
/// Swift's arrays have one writer. Results of a layer are computed by many threads at once, and to
/// join arrays of their own would cost as much as some layers.
@safe package struct SharedFloats: @unchecked Sendable {
  private let buffer: UnsafeMutableBufferPointer<Float>

  /// Creates an array that is filled by `body`.
  ///
  /// - Parameters:
  ///   - count: The number of values.
  ///   - isZeroed: Whether all values are 0 at first; otherwise `body` writes every value.
  ///   - body: Returns when all threads are done; the argument is invalid afterwards.
  /// - Returns: The `count` values that `body` wrote.
  package static func filled(
    count: Int, isZeroed: Bool = false, _ body: (SharedFloats) -> Void
  ) -> [Float] {
    unsafe [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
      if isZeroed { unsafe buffer.initialize(repeating: 0) }
      unsafe body(SharedFloats(buffer: UnsafeMutableBufferPointer(rebasing: buffer[..<count])))
      initialized = count
    }
  }

  /// Lets several threads write into an array, each its own parts.
  ///
  /// - Parameters:
  ///   - values: The array.
  ///   - body: Returns when all threads are done; the argument is invalid afterwards.
  package static func over(_ values: inout [Float], _ body: (SharedFloats) -> Void) {
    unsafe values.withUnsafeMutableBufferPointer { unsafe body(SharedFloats(buffer: $0)) }
  }

  private init(buffer: UnsafeMutableBufferPointer<Float>) { unsafe self.buffer = buffer }

  /// Writes a part of the array that no other thread touches at the same time.
  package func write(_ range: Range<Int>, _ body: (inout MutableSpan<Float>) -> Void) {
    let count = unsafe buffer.count
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "\(range) of \(count)")
    let part = unsafe UnsafeMutableBufferPointer(rebasing: buffer[range])
    var span = unsafe part.mutableSpan
    body(&span)
  }

  /// Writes elements that lie apart, none of which another thread touches at the same time.
  package func writeApart(_ body: (inout MutableSpan<Float>) -> Void) {
    var span = unsafe buffer.mutableSpan
    body(&span)
  }
}
