/// Eight complex numbers and their transform, all in registers.
///
/// Fields, because an array would be taken apart into shorter vectors.
struct Eight {
  let (x0, x1, x2, x3): (Complex, Complex, Complex, Complex)
  let (x4, x5, x6, x7): (Complex, Complex, Complex, Complex)

  @inline(__always)
  init(
    _ x0: Complex, _ x1: Complex, _ x2: Complex, _ x3: Complex, _ x4: Complex, _ x5: Complex,
    _ x6: Complex, _ x7: Complex
  ) {
    (self.x0, self.x1, self.x2, self.x3) = (x0, x1, x2, x3)
    (self.x4, self.x5, self.x6, self.x7) = (x4, x5, x6, x7)
  }

  /// Values of a signal that lie `part` apart.
  @inline(__always)
  init(_ signal: Signal, _ first: Int, _ part: Int) {
    self.init(
      signal[first], signal[first &+ part], signal[first &+ 2 &* part],
      signal[first &+ 3 &* part], signal[first &+ 4 &* part], signal[first &+ 5 &* part],
      signal[first &+ 6 &* part], signal[first &+ 7 &* part])
  }

  @inline(__always)
  func write(to signal: Signal, _ first: Int, _ part: Int) {
    forEach(first, part) { x, n in signal[n] = x }
  }

  @inline(__always)
  func write(to signal: Signal, _ first: Int, _ part: Int, within rows: Range<Int>) {
    forEach(first, part) { x, n in
      if rows.contains(n) { signal[n] = x }
    }
  }

  @inline(__always)
  private func forEach(_ first: Int, _ part: Int, _ body: (Complex, Int) -> Void) {
    body(x0, first)
    body(x1, first &+ part)
    body(x2, first &+ 2 &* part)
    body(x3, first &+ 3 &* part)
    body(x4, first &+ 4 &* part)
    body(x5, first &+ 5 &* part)
    body(x6, first &+ 6 &* part)
    body(x7, first &+ 7 &* part)
  }

  @inline(__always)
  func times(_ w: (Int) -> Complex) -> Eight {
    Eight(
      x0.times(w(0)), x1.times(w(1)), x2.times(w(2)), x3.times(w(3)), x4.times(w(4)),
      x5.times(w(5)), x6.times(w(6)), x7.times(w(7)))
  }

  /// Times the powers 1…7 of a root.
  @inline(__always)
  func timesRoots(_ w: (Int) -> Complex) -> Eight {
    Eight(
      x0, x1.times(w(1)), x2.times(w(2)), x3.times(w(3)), x4.times(w(4)), x5.times(w(5)),
      x6.times(w(6)), x7.times(w(7)))
  }

  /// Times the powers 1…7 of a root's conjugate.
  @inline(__always)
  func overRoots(_ w: (Int) -> Complex) -> Eight {
    Eight(
      x0, x1.over(w(1)), x2.over(w(2)), x3.over(w(3)), x4.over(w(4)), x5.over(w(5)),
      x6.over(w(6)), x7.over(w(7)))
  }

  /// X[k] = Σ_n x[n] · e^(−2πi·kn/8) by 52 additions and 4 products.
  ///
  /// Products come before sums, and are not fused with them: the compiler would take vectors apart
  /// whose values only go into fused products.
  @inline(__always)
  func transformed() -> Eight {
    let (s0, s1, s2, s3) = (x0 + x4, x1 + x5, x2 + x6, x3 + x7)
    let (d0, d1, d2, d3) = (x0 - x4, x1 - x5, x2 - x6, x3 - x7)
    let (t0, t1, t2, t3) = (s0 + s2, s0 - s2, s1 + s3, s1 - s3)
    // An eighth of a turn is (1 − i) · √½.
    let half = Float(0.5).squareRoot()
    let (h1, h3) = (d1.scaled(half), d3.scaled(half))
    let (e1, e3) = (h1.minusTurned(h1), h3.plusTurned(h3))
    let (u0, u1) = (d0.minusTurned(d2), d0.plusTurned(d2))
    let (u2, u3) = (e1 - e3, e1 + e3)
    return Eight(
      t0 + t2, u0 + u2, t1.minusTurned(t3), u1.minusTurned(u3), t0 - t2, u0 - u2,
      t1.plusTurned(t3), u1.plusTurned(u3))
  }

  /// The same with conjugate roots: X[−k].
  @inline(__always)
  func inverseTransformed() -> Eight {
    let y = transformed()
    return Eight(y.x0, y.x7, y.x6, y.x5, y.x4, y.x3, y.x2, y.x1)
  }
}
