import RowLoops
import Testing

@Suite("Loops of normalization, sums and average pooling")
struct NormalizationLoopsTests {
  private let at = Builds.start
  private let positions = [1, 2, 3, 4, 5, 8, 13]

  @Test("squared distances from a mean are summed, image by image")
  func sumSquares() {
    for count in positions {
      let plane = Values.whole(3 + 16 * count)
      let expected = (0..<16).map { n in
        (0..<count).reduce(0.0) { sum, i in
          let distance = Double(plane[3 + 16 * i + n]) - 2
          return sum + distance * distance
        }
      }
      Builds.expect(expected, within: 0, inAllBuilds: true, "\(count) positions") {
        $0.sumSquares(plane.span, from: 3, positions: count, mean: 2, into: &$1, at: at)
      }
    }
  }

  @Test("values are normalized and rectified; NaN stays NaN")
  func normalize() {
    let step = NormalizationStep(mean: 2, factor: 0.5, bias: -1)
    for count in Builds.counts {
      var input = Values.whole(2 + count)
      if count > 4 { input[6] = .nan }
      for rectify in [false, true] {
        let expected = (0..<count).map { i -> Double in
          let value = (Double(input[2 + i]) - 2) * 0.5 - 1
          return rectify && value < 0 ? 0 : value
        }
        Builds.expect(expected, within: 0, inAllBuilds: true, "\(count), rectified: \(rectify)") {
          $0.normalize(
            input.span, from: 2, step, rectify: rectify, into: &$1, at: at, count: count)
        }
      }
    }
  }

  @Test("gradients and their products with the inputs are summed, image by image")
  func sumProducts() {
    for count in positions {
      let gradient = Values.whole(1 + 16 * count)
      let input = Values.whole(1 + 16 * count, seed: 2)
      let sums = (0..<16).map { n in
        (0..<count).reduce(0.0) { $0 + Double(gradient[1 + 16 * $1 + n]) }
      }
      let products = (0..<16).map { n in
        (0..<count).reduce(0.0) {
          $0 + Double(gradient[1 + 16 * $1 + n]) * (Double(input[1 + 16 * $1 + n]) - 3)
        }
      }
      Builds.expect(sums + products, within: 0, inAllBuilds: true, "\(count) positions") {
        $0.sumProducts(
          gradient.span, input.span, from: 1, positions: count, mean: 3, into: &$1, at: at)
      }
    }
  }

  @Test("a normalization's gradients replace the inputs, of the images that are there")
  func normalizeGradient() {
    let step = NormalizationGradient(mean: 1, factor: 0.5, offset: 2, slope: 0.25)
    let mask = (0..<16).map { Float($0 < 11 ? 1 : 0) }
    for count in positions {
      let gradient = Values.whole(at + 16 * count)
      let input = Values.whole(16 * count, seed: 2)
      for isGated in [false, true] {
        let expected = (0..<16 * count).map { i -> Double in
          let (g, x) = (Double(gradient[at + i]), Double(input[i]))
          if i % 16 >= 11 || isGated && x <= 0 { return 0 }
          return ((g - 2) - (x - 1) * 0.25) * 0.5
        }
        Builds.expect(expected, within: 0, inAllBuilds: true, "\(count), gated: \(isGated)") {
          for i in input.indices { $1[at + i] = input[i] }
          $0.normalizeGradient(
            &$1, gradient.span, from: at, positions: count, step, mask: mask.span,
            isGated: isGated)
        }
      }
    }
  }

  @Test("negative values leak, and so do their gradients")
  func leak() {
    for count in Builds.counts {
      let values = Values.whole(count)
      let gradient = Values.whole(count, seed: 2)
      let leaked = values.map { Double($0 < 0 ? $0 * 0.25 : $0) }
      Builds.expect(leaked, within: 0, inAllBuilds: true, "\(count) values") {
        for i in 0..<count { $1[at + i] = values[i] }
        $0.leak(&$1, at: at, count: count, slope: 0.25)
      }
      let output = [Float](repeating: 1, count: at) + values
      let slopes = (0..<count).map { Double(values[$0] < 0 ? gradient[$0] * 0.25 : gradient[$0]) }
      Builds.expect(slopes, within: 0, inAllBuilds: true, "\(count) gradients") {
        for i in 0..<count { $1[at + i] = gradient[i] }
        $0.leakGradient(&$1, output: output.span, count: at + count, slope: 0.25)
      }
    }
  }

  @Test("two tensors are added and rectified; NaN stays NaN")
  func sum() {
    for count in Builds.counts {
      var a = Values.whole(at + count)
      let b = Values.whole(at + count, seed: 2)
      if count > 2 { a[at + 2] = .nan }
      for rectify in [false, true] {
        let all = zip(a, b).map { x, y -> Double in
          let sum = Double(x) + Double(y)
          return rectify && sum < 0 ? 0 : sum
        }
        Builds.expect(
          Array(all[at...]), within: 0, inAllBuilds: true, "\(count), rectified: \(rectify)"
        ) {
          // The call writes from 0 on: what lies before the frame is put back.
          $0.sum(a.span, b.span, rectify: rectify, into: &$1, count: at + count)
          for i in 0..<at { $1[i] = 77.5 }
        }
      }
    }
  }

  @Test("a vector of images is spread over a plane")
  func spreadPlane() {
    let input = Values.whole(19)
    for count in positions {
      let expected = (0..<16 * count).map { Double(input[3 + $0 % 16]) * 0.5 }
      Builds.expect(expected, within: 0, inAllBuilds: true, "\(count) positions") {
        $0.spreadPlane(input.span, from: 3, factor: 0.5, into: &$1, at: at, positions: count)
      }
    }
  }

  @Test("an average's gradient goes to all of its window")
  func averagePoolGradient() {
    let window = PoolWindow(height: 2, width: 3, strideY: 1, strideX: 2)
    let gradient = Values.whole(1 + 2 * 2 * 16)
    var expected = [Double](repeating: 0, count: 3 * 5 * 16)
    for y in 0..<2 {
      for x in 0..<2 {
        for i in 0..<2 {
          for j in 0..<3 {
            for n in 0..<16 {
              expected[((y + i) * 5 + 2 * x + j) * 16 + n] +=
                0.5 * Double(gradient[1 + (y * 2 + x) * 16 + n])
            }
          }
        }
      }
    }
    Builds.expect(expected, within: 0, inAllBuilds: true, "windows of 2×3") {
      for i in expected.indices { $1[at + i] = 0 }
      $0.averagePoolGradient(
        gradient.span, from: 1, factor: 0.5, width: 5, window, into: &$1, at: at, outputHeight: 2,
        outputWidth: 2)
    }
  }
}
