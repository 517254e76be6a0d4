import RowLoops
import Testing

@Suite("Loops over batches of 16 images")
struct NetworkLoopsTests {
  private let at = Builds.start

  @Test("inputs are correlated with gradients, image by image", arguments: [1, 3, 4, 5, 9])
  func weightGradients(outputs: Int) {
    for taps in [1, 2, 3, 4, 5, 7, 9] {
      let offsets = (0..<taps).map { $0 * 5 % 9 * 16 }
      for (rows, width) in [(1, 1), (2, 3), (3, 5)] {
        let row = (width + 2) * 16
        let plane = rows * row + 16
        let input = Values.real(1 + 8 * 16 + (rows - 1) * row + width * 16)
        let gradient = Values.real(
          2 + (outputs - 1) * plane + (rows - 1) * row + width * 16, seed: 2)
        var expected: [Double] = []
        for o in 0..<outputs {
          for t in 0..<taps {
            for n in 0..<16 {
              var sum = 0.0
              for r in 0..<rows {
                for x in 0..<width {
                  let g = gradient[2 + o * plane + r * row + 16 * x + n]
                  sum += Double(g) * Double(input[1 + offsets[t] + r * row + 16 * x + n])
                }
              }
              expected.append(sum)
            }
          }
        }
        Builds.expect(expected, within: 1e-5, "\(taps) taps, \(rows)×\(width)") {
          $0.weightGradients(
            input.span, from: 1, inputRow: row, offsets: offsets.span, gradient.span, from: 2,
            gradientRow: row, gradientPlane: plane, outputs: outputs, rows: rows, width: width,
            into: &$1, at: at)
        }
      }
    }
  }

  @Test("lanes are summed in halves, in every build")
  func sumLanes() {
    for count in [0, 1, 2, 5, 17] {
      let input = Values.real(16 * count)
      let expected = (0..<count).map { i -> Double in
        var values = Array(input[16 * i..<16 * i + 16])
        while values.count > 1 {
          let half = values.count / 2
          values = (0..<half).map { values[$0] + values[half + $0] }
        }
        return Double(values[0])
      }
      Builds.expect(expected, within: 0, inAllBuilds: true, "\(count) values") {
        $0.sumLanes(input.span, into: &$1, at: at, count: count)
      }
    }
  }

  @Test("a bias is added and the sum rectified; NaN stays NaN")
  func addBias() {
    for count in Builds.counts {
      var values = Values.whole(count)
      if count > 4 { values[4] = .nan }
      for rectify in [false, true] {
        let expected = values.map { x -> Double in
          let sum = Double(x) + 1.5
          return rectify && sum < 0 ? 0 : sum
        }
        Builds.expect(expected, within: 0, inAllBuilds: true, "\(count), rectified: \(rectify)") {
          for i in 0..<count { $1[at + i] = values[i] }
          $0.addBias(&$1, at: at, count: count, bias: 1.5, rectify: rectify)
        }
      }
    }
  }

  @Test("a gradient passes where the output is positive")
  func rectifyGradient() {
    for count in Builds.counts {
      var (gradient, outputs) = (Values.whole(count), Values.whole(count, in: -1...1, seed: 2))
      if count > 4 { (gradient[3], outputs[4]) = (.nan, .nan) }
      // The loop begins at 0, the frame of the comparison at `at`.
      let expected = (0..<count).map { Double(outputs[$0] > 0 ? gradient[$0] : 0) }
      Builds.expect(expected, within: 0, inAllBuilds: true, "\(count) values") { loops, output in
        var row = gradient + [77.5]
        var span = row.mutableSpan
        loops.rectifyGradient(&span, output: outputs.span, count: count)
        for i in 0...count { output[at + i] = row[i] }
      }
    }
  }

  @Test("planes are summed image by image, in every build alike")
  func sumPlane() {
    for positions in [0, 1, 3, 4, 5, 8, 11, 30] {
      let plane = Values.real(3 + 16 * positions)
      let expected = (0..<16).map { n in
        (0..<positions).reduce(0.0) { $0 + Double(plane[3 + 16 * $1 + n]) }
      }
      Builds.expect(expected, within: 1e-5, inAllBuilds: true, "\(positions) positions") {
        $0.sumPlane(plane.span, from: 3, positions: positions, into: &$1, at: at)
      }
    }
  }

  // MARK: Pooling

  private static let windows = [
    PoolWindow(height: 2, width: 2, strideY: 2, strideX: 2),
    PoolWindow(height: 3, width: 2, strideY: 1, strideX: 2),
    PoolWindow(height: 1, width: 3, strideY: 3, strideX: 1),
  ]

  /// The places of a window of an output, in one lane, row by row.
  private func places(_ window: PoolWindow, _ y: Int, _ x: Int, width: Int, _ n: Int) -> [Int] {
    (0..<window.height).flatMap { i in
      (0..<window.width).map { j in
        ((y * window.strideY + i) * width + x * window.strideX + j) * 16 + n
      }
    }
  }

  @Test("windows are folded with the maximum, NaN staying NaN", arguments: windows)
  func maxPool(window: PoolWindow) {
    let (height, width) = (7, 9)
    var input = Values.whole(height * width * 16 + 2)
    for i in stride(from: 5, to: input.count, by: 41) { input[i] = .nan }
    let rows = (height - window.height) / window.strideY + 1
    let columns = (width - window.width) / window.strideX + 1
    var expected: [Double] = []
    for y in 0..<rows {
      for x in 0..<columns {
        for n in 0..<16 {
          let values = places(window, y, x, width: width, n).map { Double(input[2 + $0]) }
          expected.append(values.contains(where: \.isNaN) ? .nan : values.max() ?? 0)
        }
      }
    }
    Builds.expect(expected, within: 0, inAllBuilds: true, "\(window)") {
      $0.maxPool(
        input.span, from: 2, width: width, window, into: &$1, at: at, outputHeight: rows,
        outputWidth: columns)
    }
  }

  @Test("a gradient goes to the first place that holds the maximum", arguments: windows)
  func maxPoolGradient(window: PoolWindow) {
    let (height, width) = (7, 9)
    // Few levels: many maxima are held by several places.
    let input = Values.whole(at + height * width * 16, in: 0...3)
    let rows = (height - window.height) / window.strideY + 1
    let columns = (width - window.width) / window.strideX + 1
    let gradient = Values.whole(1 + rows * columns * 16, seed: 3)
    var expected = [Double](repeating: 1, count: height * width * 16)
    for y in 0..<rows {
      for x in 0..<columns {
        for n in 0..<16 {
          let window = places(window, y, x, width: width, n)
          let largest = window.map { input[at + $0] }.max()
          guard let first = window.first(where: { input[at + $0] == largest }) else { continue }
          expected[first] += Double(gradient[1 + (y * columns + x) * 16 + n])
        }
      }
    }
    Builds.expect(expected, within: 0, inAllBuilds: true, "\(window)") {
      for i in expected.indices { $1[at + i] = 1 }
      $0.maxPoolGradient(
        gradient.span, from: 1, input: input.span, inputBase: at, width: width, window, into: &$1,
        outputHeight: rows, outputWidth: columns)
    }
  }
}
