// Where the sums of a correlation go: floats as they are, or bytes.

protocol SumTarget {
  func write(_ sums: Vector, at i: Int)
  func write(_ sum: Float, at i: Int)
}

struct FloatTarget: SumTarget {
  let values: MutableFloats

  @inline(__always)
  func write(_ sums: Vector, at i: Int) { store(sums, values + i) }

  @inline(__always)
  func write(_ sum: Float, at i: Int) { values[i] = sum }
}

/// Rounded, ties to even, and clipped.
struct ByteTarget: SumTarget {
  let values: UnsafeMutablePointer<UInt8>

  @inline(__always)
  func write(_ sums: Vector, at i: Int) { storeBytes(sums, values + i) }

  @inline(__always)
  func write(_ sum: Float, at i: Int) {
    values[i] = UInt8(truncatingIfNeeded: roundedBits(sum, maximum: 255))
  }
}

/// The bits of a float whose low ones are x, clipped and rounded, without a branch or a trap.
///
/// Adding 1.5 · 2²³ leaves the integer nearest to a float below 2²² (ties to even) in the low bits
/// of the sum. NaN becomes 0.
@inline(__always)
func roundedBits(_ x: Float, maximum: Float) -> UInt32 {
  let positive = x > 0 ? x : 0
  let inside = positive < maximum ? positive : maximum
  return (inside + 12_582_912).bitPattern
}

/// The vector twin of ``roundedBits(_:maximum:)``, lane by lane where the generic conversions
/// between lane types would be calls.
@inline(__always)
private func storeBytes(_ x: Vector, _ p: UnsafeMutablePointer<UInt8>) {
  let positive = Vector.zero.replacing(with: x, where: x .> 0)
  let inside = positive.replacing(with: 255, where: positive .> 255)
  let sums = inside + 12_582_912
  @inline(__always)
  func byte(_ lane: Int) -> UInt8 { UInt8(truncatingIfNeeded: sums[lane].bitPattern) }
  #if LANES_16
    let bytes = SIMD16(
      byte(0), byte(1), byte(2), byte(3), byte(4), byte(5), byte(6), byte(7), byte(8), byte(9),
      byte(10), byte(11), byte(12), byte(13), byte(14), byte(15))
  #elseif LANES_8
    let bytes = SIMD8(
      byte(0), byte(1), byte(2), byte(3), byte(4), byte(5), byte(6), byte(7))
  #else
    let bytes = SIMD4(byte(0), byte(1), byte(2), byte(3))
  #endif
  UnsafeMutableRawPointer(p).storeBytes(of: bytes, as: type(of: bytes))
}
