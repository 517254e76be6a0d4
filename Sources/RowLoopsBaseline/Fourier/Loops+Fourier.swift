package import RowLoops

// Lanes are 16 neighboring columns during column transforms, and 16 neighboring rows during row
// transforms: in between, blocks of 16×16 values are transposed in registers. Data that a transform
// reads and writes more than once stays in the first-level cache.

/// Number of columns in a block, and of rows that are transformed together.
private let side = 16
/// Number of floats in a row of a block: 16 real parts, 16 imaginary parts.
private let blockSize = 32

extension Loops {
  package static func transformColumns(
    _ input: Span<Float>, real: Int, imaginary: Int, stride: Int,
    into values: inout MutableSpan<Float>, plane: FourierPlane, blocks: Range<Int>,
    roots: Span<Float>
  ) {
    precondition(real >= 0 && imaginary >= 0 && stride >= 0)
    precondition(blocks.lowerBound >= 0 && blocks.upperBound - blocks.lowerBound <= plane.blocks)
    precondition(
      max(real, imaginary) + (plane.height - 1) * stride + blocks.upperBound * side <= input.count)
    precondition(values.count >= plane.floatCount && roots.count >= 2 * plane.height)
    unsafeRows(input, &values) { input, values in
      unsafeRoots(roots, plane.height) { transform in
        // The cast is safe: the loop never writes to the input.
        let rows = MutableFloats(mutating: input)
        let source = Signal(rows + real, rows + imaginary, stride)
        let columns = Columns(aligned(values), plane)
        // Running the first pass of all blocks together reads longer pieces of fewer rows.
        for part in 0..<transform.parts {
          for n in blocks {
            forEachLane {
              transform.forwardFirst(
                part, source.moved(by: n * side + $0), columns[n].moved(by: $0))
            }
          }
        }
        for n in blocks {
          forEachLane { transform.forwardRest(columns[n].moved(by: $0)) }
        }
      }
    }
  }

  package static func transformRows(
    _ values: Span<Float>, plane: FourierPlane, row: Int, roots: Span<Float>,
    into spectrum: inout MutableSpan<Float>, at start: Int
  ) {
    precondition(row >= 0 && start >= 0)
    precondition(row + side <= plane.height && values.count >= plane.floatCount)
    precondition(
      start + plane.width * blockSize <= spectrum.count && roots.count >= 2 * plane.width)
    unsafeRows(values, &spectrum) { values, spectrum in
      unsafeRoots(roots, plane.width) { transform in
        let rows = Rows(aligned(MutableFloats(mutating: values)), plane, row, block: 0)
        rows.gather(spectrum + start)
        let signal = Signal(spectrum + start, blockSize)
        forEachLane { lane in
          let lanes = signal.moved(by: lane)
          for part in 0..<transform.parts { transform.forwardFirst(part, lanes, lanes) }
          transform.forwardRest(lanes)
        }
      }
    }
  }

  package static func filterRows(
    _ values: inout MutableSpan<Float>, plane: FourierPlane, row: Int, block: Int, useful: Int,
    roots: Span<Float>, spectrum: Span<Float>, from base: Int
  ) {
    precondition(row >= 0 && block >= 0 && useful >= 0 && base >= 0)
    precondition(row + side <= plane.height && values.count >= plane.floatCount)
    precondition(block < plane.blocks && useful <= plane.blocks && roots.count >= 2 * plane.width)
    precondition(base + plane.width * blockSize <= spectrum.count)
    unsafeRows(spectrum, &values) { spectrum, values in
      unsafeRoots(roots, plane.width) { transform in
        let rows = Rows(aligned(values), plane, row, block: block)
        let factors = Signal(MutableFloats(mutating: spectrum) + base, blockSize)
        let byteCount = plane.width * blockSize * MemoryLayout<Float>.size
        withUnsafeTemporaryAllocation(byteCount: byteCount, alignment: 64) { room in
          guard let room = room.baseAddress else { return }
          let work = room.assumingMemoryBound(to: Float.self)
          let signal = Signal(work, blockSize)
          rows.gather(work)
          forEachLane { transform.filter(signal.moved(by: $0), by: factors.moved(by: $0)) }
          rows.scatter(work, blocks: useful)
        }
      }
    }
  }

  package static func inverseColumns(
    _ values: inout MutableSpan<Float>, plane: FourierPlane, block: Int, roots: Span<Float>,
    rows: Range<Int>, into output: inout MutableSpan<Float>, real: Int, realCount: Int,
    imaginary: Int, imaginaryCount: Int, stride: Int
  ) {
    precondition(block >= 0 && real >= 0 && imaginary >= 0 && stride >= 0)
    precondition(block < plane.blocks && values.count >= plane.floatCount)
    precondition(rows.lowerBound >= 0 && rows.upperBound <= plane.height && !rows.isEmpty)
    let last = (rows.upperBound - rows.lowerBound - 1) * stride
    precondition(max(real + realCount, imaginary + imaginaryCount) + last <= output.count)
    precondition(roots.count >= 2 * plane.height)
    values.withUnsafeMutableBufferPointer { values in
      output.withUnsafeMutableBufferPointer { output in
        unsafeRoots(roots, plane.height) { transform in
          guard let values = values.baseAddress, let output = output.baseAddress else { return }
          let answer = Answer(
            columns: Columns(aligned(values), plane), block: block, rows: rows,
            output: Signal(output + real, output + imaginary, stride),
            counts: (realCount, imaginaryCount))
          answer.transformBack(transform)
        }
      }
    }
  }
}

@inline(__always)
private func unsafeRoots(
  _ roots: Span<Float>, _ length: Int, _ body: (FourierTransform) -> Void
) {
  roots.withUnsafeBufferPointer { roots in
    guard let roots = roots.baseAddress else { return }
    body(FourierTransform(length: length, roots: roots))
  }
}

/// Returns the address of the first whole cache line.
@inline(__always)
private func aligned(_ values: MutableFloats) -> MutableFloats {
  UnsafeMutableRawPointer(values).alignedUp(toMultipleOf: 64).assumingMemoryBound(to: Float.self)
}

/// Loops with a stride; the iterator of the standard library's `stride` is not always inlined.
@inline(__always)
private func stepThrough(from first: Int, to end: Int, by step: Int, _ body: (Int) -> Void) {
  var n = first
  while n < end {
    body(n)
    n &+= step
  }
}

@inline(__always)
private func forEachLane(_ body: (Int) -> Void) {
  stepThrough(from: 0, to: side, by: lanes, body)
}

extension Signal {
  /// Creates a signal whose real and imaginary parts are the halves of a block's row.
  @inline(__always)
  fileprivate init(_ values: MutableFloats, _ stride: Int) {
    self.init(values, values + side, stride)
  }
}

/// The columns of a plane, as a ring of blocks.
private struct Columns {
  let values: MutableFloats
  let plane: FourierPlane

  @inline(__always)
  init(_ values: MutableFloats, _ plane: FourierPlane) {
    self.values = values
    self.plane = plane
  }

  @inline(__always)
  subscript(n: Int) -> Signal { Signal(values + n % plane.blocks * blockSize, plane.rowStride) }
}

/// The columns of an inverse transform.
private struct Answer {
  let columns: Columns
  let block: Int
  let rows: Range<Int>
  let output: Signal
  /// Number of columns that are written for the real part and for the imaginary part.
  let counts: (Int, Int)

  @inline(__always)
  func transformBack(_ transform: FourierTransform) {
    let blocks = (max(counts.0, counts.1) + side - 1) / side
    let whole = min(counts.0, counts.1) / side
    for n in 0..<blocks {
      forEachLane { transform.backwardRest(columns[block + n].moved(by: $0)) }
    }
    // Running the last pass of all blocks together writes longer pieces of fewer rows.
    let first = output.moved(by: -rows.lowerBound * output.stride)
    for part in 0..<transform.parts {
      for n in 0..<whole {
        let (source, target) = (columns[block + n], first.moved(by: n * side))
        forEachLane {
          transform.backwardLast(part, source.moved(by: $0), target.moved(by: $0), rows: rows)
        }
      }
    }
    for n in whole..<blocks { finish(n, transform) }
  }

  /// Transforms a block back of which only a part is written.
  @inline(__always)
  private func finish(_ n: Int, _ transform: FourierTransform) {
    let source = columns[block + n]
    for part in 0..<transform.parts {
      forEachLane {
        let lanes = source.moved(by: $0)
        transform.backwardLast(part, lanes, lanes, rows: rows)
      }
    }
    for row in rows {
      let (from, to) = (row * source.stride, (row - rows.lowerBound) * output.stride + n * side)
      for i in 0..<max(0, min(side, counts.0 - n * side)) {
        output.real[to + i] = source.real[from + i]
      }
      for i in 0..<max(0, min(side, counts.1 - n * side)) {
        output.imag[to + i] = source.imag[from + i]
      }
    }
  }
}

/// The 16 rows of a tile that are transformed together.
private struct Rows {
  let values: MutableFloats
  let plane: FourierPlane
  let block: Int

  @inline(__always)
  init(_ values: MutableFloats, _ plane: FourierPlane, _ row: Int, block: Int) {
    self.values = values + row * plane.rowStride
    self.plane = plane
    self.block = block
  }

  /// Transposes the rows into the lanes.
  @inline(__always)
  func gather(_ signals: MutableFloats) {
    for n in 0..<plane.blocks {
      transpose(place(n), plane.rowStride, signals + n * side * blockSize, blockSize)
    }
  }

  /// Transposes the first values of the lanes back into the rows.
  @inline(__always)
  func scatter(_ signals: MutableFloats, blocks: Int) {
    for n in 0..<blocks {
      transpose(signals + n * side * blockSize, blockSize, place(n), plane.rowStride)
    }
  }

  @inline(__always)
  private func place(_ n: Int) -> MutableFloats {
    let index = block + n
    return values + (index < plane.blocks ? index : index - plane.blocks) * blockSize
  }

  /// Transposes the real and the imaginary parts of 16×16 values.
  @inline(__always)
  private func transpose(
    _ from: Floats, _ inputStride: Int, _ to: MutableFloats, _ outputStride: Int
  ) {
    stepThrough(from: 0, to: blockSize, by: side) { part in
      forEachLane { y in
        forEachLane { x in
          transposeVectors(
            from + part + y * inputStride + x, inputStride, to + part + x * outputStride + y,
            outputStride)
        }
      }
    }
  }
}

// MARK: The transform of one signal in each lane

// The types are private, and therefore in one file: debug builds copy values of an internal type
// with functions that have the same name for all instruction sets.

/// As many complex numbers as a register has lanes.
private struct Complex {
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

  /// Multiplies by the conjugate of `w`.
  @inline(__always)
  func over(_ w: Complex) -> Complex {
    Complex(fused(real * w.real, imag, w.imag), fused(imag * w.real, -real, w.imag))
  }

  @inline(__always)
  func scaled(_ factor: Float) -> Complex { Complex(real * factor, imag * factor) }

  /// Adds i · b.
  @inline(__always)
  func plusTurned(_ b: Complex) -> Complex { Complex(real - b.imag, imag + b.real) }

  /// Subtracts i · b.
  @inline(__always)
  func minusTurned(_ b: Complex) -> Complex { Complex(real + b.imag, imag - b.real) }
}

/// A signal in memory, whose values are `stride` floats apart.
private struct Signal {
  let real: MutableFloats
  let imag: MutableFloats
  let stride: Int

  @inline(__always)
  init(_ real: MutableFloats, _ imag: MutableFloats, _ stride: Int) {
    self.real = real
    self.imag = imag
    self.stride = stride
  }

  /// The same signal for other columns, or other lanes.
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
/// One or two passes have radix 4 if the length is not a power of 8; the other passes have radix 8.
/// In a forward transform radix 4 comes first, in an inverse transform last. The outermost pass
/// consists of parts that can be computed one by one.
private struct FourierTransform {
  let length: Int
  let roots: Floats

  /// Number of parts of the outermost pass.
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

  /// Computes all passes of a forward transform except the first.
  @inline(__always)
  func forwardRest(_ signal: Signal) {
    forwardToEights(signal)
    stepThrough(from: 0, to: length, by: 8) { n in
      Eight(signal, n, 1).transformed().write(to: signal, n, 1)
    }
  }

  /// Transforms, multiplies by `factors` and transforms back; the middle passes are merged into
  /// one.
  @inline(__always)
  func filter(_ signal: Signal, by factors: Signal) {
    for part in 0..<parts { forwardFirst(part, signal, signal) }
    forwardToEights(signal)
    stepThrough(from: 0, to: length, by: 8) { n in
      Eight(signal, n, 1).transformed().times { factors[n &+ $0] }.inverseTransformed()
        .write(to: signal, n, 1)
    }
    backwardFromEights(signal)
    for part in 0..<parts { backwardLast(part, signal, signal, rows: 0..<length) }
  }

  /// Computes all passes of an inverse transform except the last.
  @inline(__always)
  func backwardRest(_ signal: Signal) {
    stepThrough(from: 0, to: length, by: 8) { n in
      Eight(signal, n, 1).inverseTransformed().write(to: signal, n, 1)
    }
    backwardFromEights(signal)
  }

  /// Computes one part of the last pass, and writes only the values of `rows`.
  @inline(__always)
  func backwardLast(_ part: Int, _ source: Signal, _ target: Signal, rows: Range<Int>) {
    if isOuterEight {
      backward8(part, length, source, target, rows)
    } else {
      backward4(part, length, source, target, rows)
    }
  }

  /// Computes the passes of a forward transform between the first and the last.
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

  /// Computes the passes of an inverse transform between the first and the last.
  @inline(__always)
  private func backwardFromEights(_ signal: Signal) {
    let (twos, all) = (length.trailingZeroBitCount, 0..<length)
    // The radix-4 passes take 0, 4 or 2 factors of two.
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
    stepThrough(from: j, to: length, by: n) { first in
      Eight(source, first, part).transformed().timesRoots { root(j &* step &* $0) }
        .write(to: target, first, part)
    }
  }

  @inline(__always)
  private func forward4(_ j: Int, _ n: Int, _ source: Signal, _ target: Signal) {
    let (part, k) = (n / 4, j &* (length / n))
    let (w1, w2, w3) = (root(k), root(2 &* k), root(3 &* k))
    stepThrough(from: j, to: length, by: n) { first in
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
    stepThrough(from: j, to: length, by: n) { first in
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
    stepThrough(from: j, to: length, by: n) { first in
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

/// Eight complex numbers and their transform, all in registers.
///
/// The numbers are fields: the compiler would split an array into shorter vectors.
private struct Eight {
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

  /// Loads values of a signal that are `part` apart.
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

  /// Multiplies by the powers 1…7 of a root.
  @inline(__always)
  func timesRoots(_ w: (Int) -> Complex) -> Eight {
    Eight(
      x0, x1.times(w(1)), x2.times(w(2)), x3.times(w(3)), x4.times(w(4)), x5.times(w(5)),
      x6.times(w(6)), x7.times(w(7)))
  }

  /// Multiplies by the powers 1…7 of a root's conjugate.
  @inline(__always)
  func overRoots(_ w: (Int) -> Complex) -> Eight {
    Eight(
      x0, x1.over(w(1)), x2.over(w(2)), x3.over(w(3)), x4.over(w(4)), x5.over(w(5)),
      x6.over(w(6)), x7.over(w(7)))
  }

  /// Computes X[k] = Σ_n x[n] · e^(−2πi·kn/8) with 52 additions and 4 products.
  ///
  /// Products come before sums and are not fused with them: the compiler would split vectors that
  /// are used only in fused products.
  @inline(__always)
  func transformed() -> Eight {
    let (s0, s1, s2, s3) = (x0 + x4, x1 + x5, x2 + x6, x3 + x7)
    let (d0, d1, d2, d3) = (x0 - x4, x1 - x5, x2 - x6, x3 - x7)
    let (t0, t1, t2, t3) = (s0 + s2, s0 - s2, s1 + s3, s1 - s3)
    // A rotation by an eighth of a turn multiplies by (1 − i) · √½.
    let half = Float(0.5).squareRoot()
    let (h1, h3) = (d1.scaled(half), d3.scaled(half))
    let (e1, e3) = (h1.minusTurned(h1), h3.plusTurned(h3))
    let (u0, u1) = (d0.minusTurned(d2), d0.plusTurned(d2))
    let (u2, u3) = (e1 - e3, e1 + e3)
    return Eight(
      t0 + t2, u0 + u2, t1.minusTurned(t3), u1.minusTurned(u3), t0 - t2, u0 - u2,
      t1.plusTurned(t3), u1.plusTurned(u3))
  }

  /// Computes the transform with conjugate roots: X[−k].
  @inline(__always)
  func inverseTransformed() -> Eight {
    let y = transformed()
    return Eight(y.x0, y.x7, y.x6, y.x5, y.x4, y.x3, y.x2, y.x1)
  }
}
