import RowLoops

/// Floats of one value: 16 real parts, 16 imaginary parts.
private let valueSize = 32
private let imaginary = 16

extension Loops {
  public static func transform(
    _ values: inout MutableSpan<Float>, at start: Int, length: Int, roots: Span<Float>
  ) {
    assert(start >= 0 && start + length * valueSize <= values.count && roots.count >= 2 * length)
    roots.withUnsafeBufferPointer { roots in
      values.withUnsafeMutableBufferPointer { values in
        guard let values = values.baseAddress, let roots = roots.baseAddress else { return }
        for lane in stride(from: 0, to: imaginary, by: lanes) {
          Butterflies(values: values + start + lane, length: length, roots: roots).forward()
        }
      }
    }
  }

  public static func inverseTransform(
    _ values: inout MutableSpan<Float>, at start: Int, length: Int, roots: Span<Float>
  ) {
    assert(start >= 0 && start + length * valueSize <= values.count && roots.count >= 2 * length)
    roots.withUnsafeBufferPointer { roots in
      values.withUnsafeMutableBufferPointer { values in
        guard let values = values.baseAddress, let roots = roots.baseAddress else { return }
        for lane in stride(from: 0, to: imaginary, by: lanes) {
          Butterflies(values: values + start + lane, length: length, roots: roots).backward()
        }
      }
    }
  }

  public static func multiply(
    _ values: inout MutableSpan<Float>, at start: Int, by spectrum: Span<Float>, from base: Int,
    length: Int
  ) {
    assert(start + length * valueSize <= values.count && base + 2 * length <= spectrum.count)
    spectrum.withUnsafeBufferPointer { spectrum in
      values.withUnsafeMutableBufferPointer { values in
        guard let values = values.baseAddress, let spectrum = spectrum.baseAddress else { return }
        for n in 0..<length {
          let place = values + start + n * valueSize
          let (real, imag) = (spectrum[base + 2 * n], spectrum[base + 2 * n + 1])
          for lane in stride(from: 0, to: imaginary, by: lanes) {
            Complex(at: place + lane).times(real, imag).write(to: place + lane)
          }
        }
      }
    }
  }

  public static func copyValues(
    _ input: Span<Float>, from base: Int, inputStride: Int, into output: inout MutableSpan<Float>,
    at start: Int, outputStride: Int, count: Int
  ) {
    assert(count == 0 || base + (count - 1) * inputStride + valueSize <= input.count)
    assert(count == 0 || start + (count - 1) * outputStride + valueSize <= output.count)
    unsafeRows(input, &output) { input, output in
      for n in 0..<count {
        let (from, to) = (input + base + n * inputStride, output + start + n * outputStride)
        for i in stride(from: 0, to: valueSize, by: lanes) { store(load(from + i), to + i) }
      }
    }
  }

  public static func spreadToLanes(
    _ input: Span<Float>, starts: Span<Int>, step: Int, into output: inout MutableSpan<Float>,
    at start: Int, count: Int
  ) {
    assert(starts.count <= valueSize && start + count * valueSize <= output.count)
    starts.withUnsafeBufferPointer { starts in
      unsafeRows(input, &output) { input, output in
        // Short stretches, so that what is written stays in the first-level cache.
        for first in stride(from: 0, to: count, by: 32) {
          let length = min(32, count - first)
          for lane in 0..<starts.count {
            let from = input + starts[lane] + first * step
            let to = output + start + first * valueSize + lane
            for n in 0..<length { to[n &* valueSize] = from[n &* step] }
          }
          // What an earlier batch left there would be rounded along with its partner.
          for lane in starts.count..<valueSize {
            let to = output + start + first * valueSize + lane
            for n in 0..<length { to[n &* valueSize] = 0 }
          }
        }
      }
    }
  }

  public static func collectLane(
    _ input: Span<Float>, from base: Int, lane: Int, into output: inout MutableSpan<Float>,
    at start: Int, step: Int, count: Int
  ) {
    assert(count == 0 || base + (count - 1) * valueSize + lane < input.count)
    assert(count == 0 || start + (count - 1) * step < output.count)
    unsafeRows(input, &output) { input, output in
      let (from, to) = (input + base + lane, output + start)
      for n in 0..<count { to[n &* step] = from[n &* valueSize] }
    }
  }
}

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
  init(at place: MutableFloats) {
    real = load(place)
    imag = load(place + imaginary)
  }

  @inline(__always)
  func write(to place: MutableFloats) {
    store(real, place)
    store(imag, place + imaginary)
  }

  @inline(__always)
  func times(_ a: Float, _ b: Float) -> Complex {
    Complex(
      multiplyAdd(real * Vector(repeating: a), -b, imag),
      multiplyAdd(imag * Vector(repeating: a), b, real))
  }

  /// Times i.
  @inline(__always)
  var turned: Complex { Complex(-imag, real) }

  @inline(__always)
  static func + (a: Complex, b: Complex) -> Complex { Complex(a.real + b.real, a.imag + b.imag) }

  @inline(__always)
  static func - (a: Complex, b: Complex) -> Complex { Complex(a.real - b.real, a.imag - b.imag) }
}

/// The passes of one transform.
private struct Butterflies {
  let values: MutableFloats
  let length: Int
  let roots: Floats

  @inline(__always)
  func forward() {
    var n = length
    while n >= 4 {
      for j in 0..<n / 4 { forward4(j, n) }
      n /= 4
    }
    if n == 2 { pairs() }
  }

  @inline(__always)
  func backward() {
    // The sizes of the forward passes, the last one first.
    var n = length.trailingZeroBitCount % 2 == 0 ? 4 : 8
    if n == 8 { pairs() }
    while n <= length {
      for j in 0..<n / 4 { backward4(j, n) }
      n *= 4
    }
  }

  @inline(__always)
  private func pairs() {
    for n in stride(from: 0, to: length, by: 2) {
      let (p, q) = (values + n * valueSize, values + (n + 1) * valueSize)
      let (a, b) = (Complex(at: p), Complex(at: q))
      (a + b).write(to: p)
      (a - b).write(to: q)
    }
  }

  /// The root of unity e^(−2πi·k/N) for k = j · N/n · power.
  @inline(__always)
  private func root(_ j: Int, _ n: Int, _ power: Int) -> (Float, Float) {
    let k = 2 * (j * (length / n) * power)
    return (roots[k], roots[k + 1])
  }

  @inline(__always)
  private func forward4(_ j: Int, _ n: Int) {
    let (w1, w2, w3) = (root(j, n, 1), root(j, n, 2), root(j, n, 3))
    let quarter = n / 4 * valueSize
    for first in stride(from: j, to: length, by: n) {
      let p = values + first * valueSize
      let (a, b) = (Complex(at: p), Complex(at: p + quarter))
      let (c, d) = (Complex(at: p + 2 * quarter), Complex(at: p + 3 * quarter))
      let (t0, t1, t2, t3) = (a + c, a - c, b + d, (b - d).turned)
      (t0 + t2).write(to: p)
      (t1 - t3).times(w1.0, w1.1).write(to: p + quarter)
      (t0 - t2).times(w2.0, w2.1).write(to: p + 2 * quarter)
      (t1 + t3).times(w3.0, w3.1).write(to: p + 3 * quarter)
    }
  }

  @inline(__always)
  private func backward4(_ j: Int, _ n: Int) {
    let (w1, w2, w3) = (root(j, n, 1), root(j, n, 2), root(j, n, 3))
    let quarter = n / 4 * valueSize
    for first in stride(from: j, to: length, by: n) {
      let p = values + first * valueSize
      let a = Complex(at: p)
      let b = Complex(at: p + quarter).times(w1.0, -w1.1)
      let c = Complex(at: p + 2 * quarter).times(w2.0, -w2.1)
      let d = Complex(at: p + 3 * quarter).times(w3.0, -w3.1)
      let (s0, s1, s2, s3) = (a + c, a - c, b + d, (b - d).turned)
      (s0 + s2).write(to: p)
      (s1 + s3).write(to: p + quarter)
      (s0 - s2).write(to: p + 2 * quarter)
      (s1 - s3).write(to: p + 3 * quarter)
    }
  }
}
