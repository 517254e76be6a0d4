/// Two tiles of an image on their way through the frequency domain: P×Q complex values.
///
/// A real kernel's answers do not mix the parts of a complex image, so one tile is the real and
/// another the imaginary part of one transform. In memory, a row of the plane is a ring of Q/16
/// blocks and one block that keeps rows off the same places of the cache; a block is 16 real, then
/// 16 imaginary parts. Tiles that overlap to the right begin at a later block of the ring.
package struct FourierPlane: Sendable {
  /// P and Q, powers of two, at least 64.
  package let height, width: Int
  /// Q/16.
  package let blocks: Int
  /// Floats from one row to the next.
  package let rowStride: Int
  /// Floats of the array that holds it: the loops begin at its first whole cache line.
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
