/// The buffer of two tiles in the frequency domain: P×Q complex values.
///
/// Convolution with a real kernel does not mix the parts of a complex image, so one tile is the
/// real part and another tile the imaginary part of one transform. In memory, a row of the plane is
/// a ring of Q/16 blocks, followed by one block that keeps neighboring rows out of the same cache
/// sets. A block is 16 real parts, then 16 imaginary parts. Tiles that overlap to the right begin
/// at a later block of the ring.
package struct FourierPlane: Sendable {
  /// The sides P and Q, powers of two, at least 64.
  package let height, width: Int
  /// Number of blocks in a row, Q/16.
  package let blocks: Int
  /// Number of floats from one row to the next.
  package let rowStride: Int
  /// Number of floats in the array for the plane; the loops begin at its first whole cache line.
  package let floatCount: Int

  /// Creates a plane of P×Q values.
  package init(height: Int, width: Int) {
    self.height = height
    self.width = width
    blocks = width / 16
    rowStride = (blocks + 1) * 32
    floatCount = height * rowStride + 16
  }
}
