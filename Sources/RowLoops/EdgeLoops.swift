/// The loops of Canny's edges.
public protocol EdgeLoops: Sendable {
  /// `output[at + i] = x[base + i]² + y[base + i]²`.
  static func sumOfSquares(
    _ x: Span<Float>, _ y: Span<Float>, from base: Int, into output: inout MutableSpan<Float>,
    at start: Int, count: Int)

  /// Marks the ridges of a row of squared gradient magnitudes.
  ///
  /// A place whose strength s exceeds `low` is a ridge when s is larger than that of its neighbour
  /// against the gradient and no smaller than that of the one along it, the gradient's direction
  /// being quantised to four. Marks are 2 above `high`, 1 for other ridges, else 0.
  ///
  /// `rows` holds where the row above, the row itself and the row below begin in `strengths`; one
  /// value on either side of each is read.
  static func ridges(
    _ x: Span<Float>, _ y: Span<Float>, from base: Int, strengths: Span<Float>, rows: Span<Int>,
    low: Float, high: Float, into marks: inout MutableSpan<UInt8>, at start: Int, count: Int)

  /// Writes where a row holds a byte, from `offset` on, and returns how many there are.
  ///
  /// - Precondition: `places` has room for `count`.
  static func places(
    of byte: UInt8, in row: Span<UInt8>, from base: Int, count: Int, offset: Int,
    into places: inout MutableSpan<Int>
  ) -> Int

  /// 255 where a row holds a byte, 0 elsewhere.
  static func mask(
    of byte: UInt8, in row: Span<UInt8>, from base: Int, into output: inout MutableSpan<UInt8>,
    at start: Int, count: Int)
}
