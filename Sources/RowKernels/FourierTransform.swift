// The transform of one signal in each lane, and the complex numbers it is made of.

/// As many complex numbers as a register has lanes.
struct Complex {
  var real: Vector
  var imag: Vector

  @inline(__always)
  init(_ real: Vector, _ imag: Vector) {
    self.real = real
    self.imag = imag
  }

  @inline(__always)
  static func + (a: Complex, b: Complex) -> Complex { Complex(a.real + b.real, a.imag + b.imag) }

  @inline(__always)
  static func - (a: Complex, b: Complex) -> Complex { Complex(a.real - b.real, a.imag - b.imag) }

  @inline(__always)
  func times(_ w: Complex) -> Complex {
    Complex(fused(real * w.real, -imag, w.imag), fused(real * w.imag, imag, w.real))
  }

  /// Times the conjugate.
  @inline(__always)
  func over(_ w: Complex) -> Complex {
    Complex(fused(real * w.real, imag, w.imag), fused(imag * w.real, -real, w.imag))
  }

  @inline(__always)
  func scaled(_ factor: Float) -> Complex { Complex(real * factor, imag * factor) }

  /// Plus i · b.
  @inline(__always)
  func plusTurned(_ b: Complex) -> Complex { Complex(real - b.imag, imag + b.real) }

  /// Minus i · b.
  @inline(__always)
  func minusTurned(_ b: Complex) -> Complex { Complex(real + b.imag, imag - b.real) }
}

@inline(__always)
private func fused(_ sum: Vector, _ a: Vector, _ b: Vector) -> Vector {
  #if FUSED_MULTIPLY_ADD || arch(arm64)
    sum.addingProduct(a, b)
  #else
    sum + a * b
  #endif
}

/// A signal in memory: its values lie `stride` floats apart.
struct Signal {
  let real: MutableFloats
  let imag: MutableFloats
  let stride: Int

  @inline(__always)
  init(_ real: MutableFloats, _ imag: MutableFloats, _ stride: Int) {
    self.real = real
    self.imag = imag
    self.stride = stride
  }

  /// The same for other columns, or lanes.
  @inline(__always)
  func moved(by floats: Int) -> Signal { Signal(real + floats, imag + floats, stride) }

  @inline(__always)
  subscript(n: Int) -> Complex {
    get { Complex(load(real + n &* stride), load(imag + n &* stride)) }
    nonmutating set {
      store(newValue.real, real + n &* stride)
      store(newValue.imag, imag + n &* stride)
    }
  }
}

/// The passes of one transform.
///
/// By radix 4 once or twice where the length is no power of 8, the rest by radix 8. Forward,
/// radix 4 comes first; backward, last. The outermost pass has parts that can be taken one by one.
struct FourierTransform {
  let length: Int
  let roots: Floats

  /// Parts of the outermost pass.
  @inline(__always)
  var parts: Int { isOuterEight ? length / 8 : length / 4 }

  @inline(__always)
  private var isOuterEight: Bool { length.trailingZeroBitCount % 3 == 0 }

  @inline(__always)
  func forwardFirst(_ part: Int, _ source: Signal, _ target: Signal) {
    if isOuterEight {
      forward8(part, length, source, target)
    } else {
      forward4(part, length, source, target)
    }
  }

  /// All passes but the first.
  @inline(__always)
  func forwardRest(_ signal: Signal) {
    forwardToEights(signal)
    for n in stride(from: 0, to: length, by: 8) {
      Eight(signal, n, 1).transformed().write(to: signal, n, 1)
    }
  }

  /// There, times `factors`, and back: the passes in the middle are one.
  @inline(__always)
  func filter(_ signal: Signal, by factors: Signal) {
    for part in 0..<parts { forwardFirst(part, signal, signal) }
    forwardToEights(signal)
    for n in stride(from: 0, to: length, by: 8) {
      Eight(signal, n, 1).transformed().times { factors[n &+ $0] }.inverseTransformed()
        .write(to: signal, n, 1)
    }
    backwardFromEights(signal)
    for part in 0..<parts { backwardLast(part, signal, signal, rows: 0..<length) }
  }

  /// All passes but the last.
  @inline(__always)
  func backwardRest(_ signal: Signal) {
    for n in stride(from: 0, to: length, by: 8) {
      Eight(signal, n, 1).inverseTransformed().write(to: signal, n, 1)
    }
    backwardFromEights(signal)
  }

  /// Only values of `rows` are written.
  @inline(__always)
  func backwardLast(_ part: Int, _ source: Signal, _ target: Signal, rows: Range<Int>) {
    if isOuterEight {
      backward8(part, length, source, target, rows)
    } else {
      backward4(part, length, source, target, rows)
    }
  }

  /// The passes between the first and the last.
  @inline(__always)
  private func forwardToEights(_ signal: Signal) {
    var n = parts
    while n > 8 {
      if n.trailingZeroBitCount % 3 == 0 {
        for part in 0..<n / 8 { forward8(part, n, signal, signal) }
        n /= 8
      } else {
        for part in 0..<n / 4 { forward4(part, n, signal, signal) }
        n /= 4
      }
    }
  }

  /// The same, backward.
  @inline(__always)
  private func backwardFromEights(_ signal: Signal) {
    let (twos, all) = (length.trailingZeroBitCount, 0..<length)
    // Radix 4 takes 0, 4 or 2 of the twos.
    let eights = 1 << (twos - twos % 3 * 4 % 6)
    var n = 8
    while n < parts {
      if n < eights {
        n *= 8
        for part in 0..<n / 8 { backward8(part, n, signal, signal, all) }
      } else {
        n *= 4
        for part in 0..<n / 4 { backward4(part, n, signal, signal, all) }
      }
    }
  }

  @inline(__always)
  private func root(_ k: Int) -> Complex {
    Complex(Vector(repeating: roots[2 &* k]), Vector(repeating: roots[2 &* k &+ 1]))
  }

  @inline(__always)
  private func forward8(_ j: Int, _ n: Int, _ source: Signal, _ target: Signal) {
    let (part, step) = (n / 8, length / n)
    for first in stride(from: j, to: length, by: n) {
      Eight(source, first, part).transformed().timesRoots { root(j &* step &* $0) }
        .write(to: target, first, part)
    }
  }

  @inline(__always)
  private func forward4(_ j: Int, _ n: Int, _ source: Signal, _ target: Signal) {
    let (part, k) = (n / 4, j &* (length / n))
    let (w1, w2, w3) = (root(k), root(2 &* k), root(3 &* k))
    for first in stride(from: j, to: length, by: n) {
      let (second, third, fourth) = (first &+ part, first &+ 2 &* part, first &+ 3 &* part)
      let (a, b, c, d) = (source[first], source[second], source[third], source[fourth])
      let (t0, t1, t2, t3) = (a + c, a - c, b + d, b - d)
      target[first] = t0 + t2
      target[second] = t1.minusTurned(t3).times(w1)
      target[third] = (t0 - t2).times(w2)
      target[fourth] = t1.plusTurned(t3).times(w3)
    }
  }

  @inline(__always)
  private func backward8(
    _ j: Int, _ n: Int, _ source: Signal, _ target: Signal, _ rows: Range<Int>
  ) {
    let (part, step) = (n / 8, length / n)
    for first in stride(from: j, to: length, by: n) {
      Eight(source, first, part).overRoots { root(j &* step &* $0) }.inverseTransformed()
        .write(to: target, first, part, within: rows)
    }
  }

  @inline(__always)
  private func backward4(
    _ j: Int, _ n: Int, _ source: Signal, _ target: Signal, _ rows: Range<Int>
  ) {
    let (part, k) = (n / 4, j &* (length / n))
    let (w1, w2, w3) = (root(k), root(2 &* k), root(3 &* k))
    for first in stride(from: j, to: length, by: n) {
      let (second, third, fourth) = (first &+ part, first &+ 2 &* part, first &+ 3 &* part)
      let (a, b) = (source[first], source[second].over(w1))
      let (c, d) = (source[third].over(w2), source[fourth].over(w3))
      let (t0, t1, t2, t3) = (a + c, a - c, b + d, b - d)
      if rows.contains(first) { target[first] = t0 + t2 }
      if rows.contains(second) { target[second] = t1.plusTurned(t3) }
      if rows.contains(third) { target[third] = t0 - t2 }
      if rows.contains(fourth) { target[fourth] = t1.minusTurned(t3) }
    }
  }
}
