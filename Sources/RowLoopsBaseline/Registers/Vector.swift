// The registers of this build. Other files of the module test `LANES_8` and `LANES_16` only if the
// size of a tile depends on them, or if code is compiled only once for all builds.

#if LANES_16
  typealias Vector = SIMD16<Float>
  /// The name of this build in `CONVTOOL_ISA`.
  let buildName = "avx512"
#elseif LANES_8
  typealias Vector = SIMD8<Float>
  let buildName = "avx2"
#else
  typealias Vector = SIMD4<Float>
  #if arch(arm64)
    let buildName = "neon"
  #else
    let buildName = "portable"
  #endif
#endif

#if LANES_16
  /// The bits of a register as integers.
  typealias Keys = SIMD16<Int32>
#elseif LANES_8
  /// The bits of a register as integers.
  typealias Keys = SIMD8<Int32>
#else
  /// The bits of a register as integers.
  typealias Keys = SIMD4<Int32>
#endif

/// Number of lanes in one register.
@inline(__always) var lanes: Int { Vector.scalarCount }

typealias Floats = UnsafePointer<Float>
typealias MutableFloats = UnsafeMutablePointer<Float>

@inline(__always)
func load(_ pointer: Floats) -> Vector {
  UnsafeRawPointer(pointer).loadUnaligned(as: Vector.self)
}

@inline(__always)
func store(_ vector: Vector, _ pointer: MutableFloats) {
  UnsafeMutableRawPointer(pointer).storeBytes(of: vector, as: Vector.self)
}

/// Converts a register of bytes to floats.
///
/// The conversion is written lane by lane, which the compiler turns into two instructions; the
/// generic conversions between lane types are calls.
@inline(__always)
func loadBytes(_ p: UnsafePointer<UInt8>) -> Vector {
  #if LANES_16
    Vector(
      Float(p[0]), Float(p[1]), Float(p[2]), Float(p[3]), Float(p[4]), Float(p[5]), Float(p[6]),
      Float(p[7]), Float(p[8]), Float(p[9]), Float(p[10]), Float(p[11]), Float(p[12]),
      Float(p[13]), Float(p[14]), Float(p[15]))
  #elseif LANES_8
    Vector(
      Float(p[0]), Float(p[1]), Float(p[2]), Float(p[3]), Float(p[4]), Float(p[5]), Float(p[6]),
      Float(p[7]))
  #else
    Vector(Float(p[0]), Float(p[1]), Float(p[2]), Float(p[3]))
  #endif
}

/// Returns the lanes of two neighboring registers from lane `step` on; `step` is a literal of at
/// most 4.
@inline(__always)
func shifted(_ a: Vector, _ b: Vector, by step: Int) -> Vector {
  @inline(__always)
  func lane(_ i: Int) -> Float { i + step < lanes ? a[i + step] : b[i + step - lanes] }
  #if LANES_16
    return Vector(
      lane(0), lane(1), lane(2), lane(3), lane(4), lane(5), lane(6), lane(7), lane(8), lane(9),
      lane(10), lane(11), lane(12), lane(13), lane(14), lane(15))
  #elseif LANES_8
    return Vector(
      lane(0), lane(1), lane(2), lane(3), lane(4), lane(5), lane(6), lane(7))
  #else
    return Vector(lane(0), lane(1), lane(2), lane(3))
  #endif
}

/// Returns `sum + weight · x`, fused if the hardware has fused multiply-add.
@inline(__always)
func multiplyAdd(_ sum: Vector, _ weight: Float, _ x: Vector) -> Vector {
  fused(sum, Vector(repeating: weight), x)
}

/// Returns `sum + a · b`, fused if the hardware has fused multiply-add.
///
/// On other hardware `addingProduct` would call the C library for every element, some 200 times
/// slower: the portable build rounds twice instead.
@inline(__always)
func fused(_ sum: Vector, _ a: Vector, _ b: Vector) -> Vector {
  #if FUSED_MULTIPLY_ADD || arch(arm64)
    sum.addingProduct(a, b)
  #else
    sum + a * b
  #endif
}

/// The scalar version of ``multiplyAdd(_:_:_:)-(Vector,_,_)``, for the last few elements of a row.
@inline(__always)
func multiplyAdd(_ sum: Float, _ weight: Float, _ x: Float) -> Float {
  #if FUSED_MULTIPLY_ADD || arch(arm64)
    sum.addingProduct(weight, x)
  #else
    sum + weight * x
  #endif
}

@inline(__always)
func smaller(_ a: Vector, _ b: Vector) -> Vector { a.replacing(with: b, where: b .< a) }

@inline(__always)
func larger(_ a: Vector, _ b: Vector) -> Vector { a.replacing(with: b, where: b .> a) }

// Array literals, because `InlineArray(repeating:)` is not always inlined and would be emitted as a
// weak symbol with the same name in every build of these files.

@inline(__always)
func zeros16() -> InlineArray<16, Vector> {
  let o = Vector.zero
  return [o, o, o, o, o, o, o, o, o, o, o, o, o, o, o, o]
}

@inline(__always)
func zeros8() -> InlineArray<8, Vector> {
  let o = Vector.zero
  return [o, o, o, o, o, o, o, o]
}

@inline(__always)
func zeros4() -> InlineArray<4, Vector> {
  let o = Vector.zero
  return [o, o, o, o]
}
