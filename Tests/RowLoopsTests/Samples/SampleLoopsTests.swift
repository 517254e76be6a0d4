import RowLoops
import Testing

@Suite("Loops over samples and points")
struct SampleLoopsTests {
  private let at = Builds.start

  @Test("samples become floats of the same value")
  func widen() {
    for count in Builds.counts {
      let bytes = Values.bytes(count + 3)
      Builds.expect(bytes.dropFirst(3).map { Double($0) }, within: 0, inAllBuilds: true, "bytes") {
        $0.widen(bytes.span, from: 3, into: &$1, at: at, count: count)
      }
      let words = bytes.map { UInt16($0) &* 257 }
      Builds.expect(words.dropFirst(3).map { Double($0) }, within: 0, inAllBuilds: true, "words") {
        $0.widen(words.span, from: 3, into: &$1, at: at, count: count)
      }
    }
  }

  private func rounded(_ x: Float, _ maximum: Double) -> Double {
    x.isNaN ? 0 : min(max(Double(x).rounded(.toNearestOrEven), 0), maximum)
  }

  @Test("floats are rounded to samples, ties to even; NaN becomes 0")
  func narrow() {
    for count in Builds.counts {
      let input = Values.difficult(count + 1)
      let values = input.dropFirst()
      Builds.expect(values.map { UInt8(rounded($0, 255)) }, "bytes, \(count)") {
        $0.narrow(input.span, from: 1, into: &$1, at: at, count: count)
      }
      Builds.expect(values.map { UInt16(rounded($0, 65535)) }, "words, \(count)") {
        $0.narrow(input.span, from: 1, into: &$1, at: at, count: count)
      }
    }
  }

  @Test("values that rounding cannot bring into the range are counted, NaN among them")
  func outside() {
    for count in Builds.counts {
      let input = Values.difficult(count + 2)
      for maximum in [Float(255), 65535] {
        let inside = input.dropFirst(2).filter { $0 >= -0.5 && $0 <= maximum + 0.5 }
        Builds.expect(count - inside.count, "\(count) values, \(maximum)") {
          $0.outside(input.span, from: 2, maximum: maximum, count: count)
        }
      }
    }
  }

  @Test("rows are scaled, divided, and made positive in place")
  func pointByPoint() {
    for count in Builds.counts {
      let input = Values.real(count, in: -100...100)
      func fill(_ row: inout MutableSpan<Float>) {
        for i in 0..<count { row[at + i] = input[i] }
      }
      Builds.expect(
        input.map { Double(Float(0.3)) * Double($0) + 7 }, within: 1e-5, "scale, \(count)"
      ) {
        fill(&$1)
        $0.scale(&$1, at: at, count: count, scale: 0.3, bias: 7)
      }
      // The quotient of two floats, rounded from double to float, is what rounding once gives.
      let quotients = input.map { Double(Float(Double($0) / 3)) }
      Builds.expect(quotients, within: 0, inAllBuilds: true, "divide, \(count)") {
        fill(&$1)
        $0.divide(&$1, at: at, count: count, by: 3)
      }
      Builds.expect(
        input.map { Double($0.magnitude) }, within: 0, inAllBuilds: true, "absolute, \(count)"
      ) {
        fill(&$1)
        $0.absolute(&$1, at: at, count: count)
      }
      let roots = input.map { $0 < 0 ? Double.nan : Double(Float(Double($0).squareRoot())) }
      Builds.expect(roots, within: 0, inAllBuilds: true, "square root, \(count)") {
        fill(&$1)
        $0.squareRoot(&$1, at: at, count: count)
      }
    }
  }

  @Test("magnitudes of two planes")
  func magnitude() {
    for count in Builds.counts {
      let stride = count + 4
      let input = Values.real(1 + stride + count, in: -200...200)
      let expected = (0..<count).map { i -> Double in
        let (x, y) = (Double(input[1 + i]), Double(input[1 + stride + i]))
        return (x * x + y * y).squareRoot()
      }
      Builds.expect(expected, within: 1e-4, "\(count) values") {
        $0.magnitude(
          input.span, from: 1, planeStride: stride, into: &$1, at: at, count: count)
      }
    }
  }

  @Test("extremes pass over what is not finite")
  func extremes() {
    for count in Builds.counts {
      let input = Values.difficult(count + 2)
      let finite = input.dropFirst(2).filter(\.isFinite)
      let expected = SIMD2(finite.min() ?? .infinity, finite.max() ?? -.infinity)
      Builds.expect(expected, "\(count) values") {
        $0.extremes(input.span, from: 2, count: count)
      }
    }
  }

  @Test("channels are mixed, those without a weight left out", arguments: [1, 3, 4])
  func mixChannels(channels: Int) {
    let weights = Array([Float(0.299), 0.587, 0.114].prefix(channels))
    for count in Builds.counts {
      let input = Values.real(1 + count * channels, in: 0...255)
      var expected = [Double](repeating: 77.5, count: max(2 * count - 1, 0))
      for i in 0..<count {
        expected[2 * i] = weights.indices.reduce(0.0) {
          $0 + Double(weights[$1]) * Double(input[1 + i * channels + $1])
        }
      }
      Builds.expect(expected, within: 1e-4, "\(count) pixels") {
        $0.mixChannels(
          input.span, from: 1, channels: channels, weights: weights.span, into: &$1, at: at,
          outputChannels: 2, count: count)
      }
    }
  }

  @Test("color is multiplied by alpha and divided by it", arguments: [2, 4])
  func alpha(channels: Int) {
    for count in Builds.counts {
      var pixels = Values.whole(count * channels, in: 0...255)
      for i in stride(from: channels - 1, to: pixels.count, by: 3 * channels) { pixels[i] = 0 }
      func fill(_ row: inout MutableSpan<Float>) {
        for i in pixels.indices { row[at + i] = pixels[i] }
      }
      func changed(_ change: (_ color: Double, _ share: Double) -> Double) -> [Double] {
        pixels.indices.map { i in
          let alpha = pixels[i / channels * channels + channels - 1]
          let isAlpha = i % channels == channels - 1
          return isAlpha ? Double(pixels[i]) : change(Double(pixels[i]), Double(alpha) / 255)
        }
      }
      Builds.expect(
        changed { $0 * $1 }, within: 1e-4, inAllBuilds: true, "premultiply, \(count)"
      ) {
        fill(&$1)
        $0.premultiply(&$1, at: at, channels: channels, opaque: 255, count: count)
      }
      Builds.expect(
        changed { $1 > 0 ? $0 / $1 : 0 }, within: 0.02, inAllBuilds: true, "unpremultiply, \(count)"
      ) {
        fill(&$1)
        $0.unpremultiply(&$1, at: at, channels: channels, opaque: 255, count: count)
      }
    }
  }

  @Test("rows are copied, taken apart into phases and joined")
  func layout() {
    for count in Builds.counts {
      let input = Values.difficult(count * 16 + 2)
      Builds.expect(
        input[2..<2 + count].map { Double($0) }, within: 0, inAllBuilds: true, "copy, \(count)"
      ) { $0.copy(input.span, from: 2, into: &$1, at: at, count: count) }
      for (group, period) in [(1, 2), (1, 3), (3, 2), (2, 5)] where count * group + 1 <= input.count
      {
        let places = (count + period - 1) / period
        let stride = places * group + 1
        let phases = min(period, count)
        var expected = [Double](repeating: 77.5, count: phases * stride)
        for g in 0..<count {
          for k in 0..<group {
            expected[g % period * stride + g / period * group + k] = Double(
              input[1 + g * group + k])
          }
        }
        Builds.expect(expected, within: 0, inAllBuilds: true, "\(count) groups of \(group)") {
          $0.deinterleave(
            input.span, from: 1, group: group, period: period, into: &$1, at: at,
            phaseStride: stride, count: count)
        }
      }
      for planes in [1, 2, 3, 16] {
        let expected = (0..<count * planes).map {
          Double(input[1 + $0 % planes * count + $0 / planes])
        }
        Builds.expect(expected, within: 0, inAllBuilds: true, "\(planes) planes of \(count)") {
          $0.interleave(
            input.span, from: 1, planes: planes, planeStride: count, into: &$1, at: at, count: count
          )
        }
      }
    }
  }
}
