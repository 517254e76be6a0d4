import ConvCore
import Foundation
import RowLoops
import TestSupport
import Testing

@Suite("Canny's edges")
struct CannyEdgesTests {
  /// The edges of a picture whose samples are of a type.
  private func edges(
    _ image: Image, _ low: Double, _ high: Double, sigma: Double? = nil, type: SampleType = .uint8
  ) throws -> Image {
    let canny = CannyEdges(
      low: low, high: high, sigma: sigma, edge: type.maximum ?? 255, border: .replicate)
    let samples = try canny.samples(of: image, type: type, as: .float32)
    return Image(shape: try canny.outputShape(for: image.shape), samples: samples)
  }

  @Test("a step has an edge one pixel wide all along")
  func step() throws {
    let image = Image(rows: (0..<6).map { _ in (0..<9).map { $0 < 4 ? 20 : 120 } })
    let edges = try edges(image, 50, 150)
    for row in 0..<6 {
      let marked = (0..<9).filter { edges[row, $0] == 255 }
      #expect(marked.count == 1 && (3...4).contains(marked[0]))
    }
  }

  @Test("a weak edge stays only where a strong one leads to it")
  func hysteresis() throws {
    // Two vertical steps: the left one fades downward from strong to weak, the right one is weak.
    let image = Image(
      rows: (0..<12).map { row in
        (0..<20).map { column in column < 5 ? (row < 3 ? 0 : 70) : (column < 14 ? 100 : 130) }
      })
    let edges = try edges(image, 60, 300)
    #expect((0..<12).allSatisfy { row in (3...6).contains { edges[row, $0] == 255 } })
    #expect((0..<12).allSatisfy { row in (12...16).allSatisfy { edges[row, $0] == 0 } })
  }

  @Test("16-bit pictures and thresholds 257 times as large have the same edges")
  func depth() throws {
    let image = Image.random(height: 14, width: 17)
    let deep = Image(shape: image.shape, samples: image.samples.map { $0 * 257 })
    let low = try edges(image, 100, 300)
    let high = try edges(deep, 25700, 77100, type: .uint16)
    #expect(low.samples.map { $0 > 0 } == high.samples.map { $0 > 0 })
    #expect(high.samples.max() == 65535)
  }

  @Test("smoothing first takes the edges of noise away")
  func smoothing() throws {
    let image = Image.random(height: 30, width: 30, in: 100...160)
    let rough = try edges(image, 60, 120).samples.count { $0 > 0 }
    let smooth = try edges(image, 60, 120, sigma: 2).samples.count { $0 > 0 }
    #expect(rough > 50 && smooth == 0)
  }

  @Test("bytes in integers have the edges of floats", arguments: [1, 3, 4])
  func bytes(channels: Int) throws {
    for (height, width) in [(1, 1), (2, 300), (37, 65), (60, 128)] {
      // Smooth enough for some stretches to hold no ridge.
      let image = waves(ImageShape(height: height, width: width, channels: channels))
      for border in [Border.replicate, .zero, .constant(9), .symmetric, .reflect101, .wrap] {
        let canny = CannyEdges(low: 40, high: 160, sigma: nil, edge: 255, border: border)
        let expected = try canny(image, engine: .available[0]).samples
        #expect(width < 100 || expected.contains(255))
        for engine in Engine.available {
          var engine = engine
          for threads in [1, 3] {
            engine.wholeImageThreads = threads
            #expect(
              try canny.samples(of: image, as: .uint8, engine: engine) == expected,
              "\(image.shape), \(border), \(engine.name), \(threads) threads")
          }
        }
      }
    }
  }

  @Test("hysteresis follows a line to its end, across words and stripes")
  func longPaths() throws {
    // Weak rings of diagonal lines, some of them strong at their left corner.
    let image = Image(
      rows: (0..<400).map { y in
        (0..<400).map { x in
          let isRing = (abs(x - 200) + abs(y - 200)) / 20 % 2 == 1
          return isRing ? (x < 100 && y == 200 ? 200 : 20) : 0
        }
      })
    let canny = CannyEdges(low: 30, high: 400, sigma: nil, edge: 255, border: .replicate)
    var engine = Engine.preferred
    engine.wholeImageThreads = 2
    #expect(
      try canny.samples(of: image, as: .uint8, engine: engine)
        == floodedEdges(image, low: 30, high: 400))
  }

  /// Edges by the definition, in integers, one pixel after the other.
  private func floodedEdges(_ image: Image, low: Int, high: Int) -> [Float] {
    let (height, width) = (image.shape.height, image.shape.width)
    func value(_ y: Int, _ x: Int) -> Int {
      Int(Naive.value(image, y, x, 0, .replicate))
    }
    func gradient(_ y: Int, _ x: Int) -> (x: Int, y: Int, strength: Int) {
      guard (0..<height).contains(y) && (0..<width).contains(x) else { return (0, 0, 0) }
      var (gx, gy) = (0, 0)
      for (offset, weight) in [(-1, 1), (0, 2), (1, 1)] {
        gx += weight * (value(y + offset, x + 1) - value(y + offset, x - 1))
        gy += weight * (value(y + 1, x + offset) - value(y - 1, x + offset))
      }
      return (gx, gy, gx * gx + gy * gy)
    }
    func isRidge(_ y: Int, _ x: Int) -> Bool {
      let (gx, gy, strength) = gradient(y, x)
      // tan 22.5° = √2 − 1: below it (|gx| + |gy|)² < 2 gx².
      let sum = (abs(gx) + abs(gy)) * (abs(gx) + abs(gy))
      let step: (y: Int, x: Int) =
        sum < 2 * gx * gx
        ? (0, 1) : sum < 2 * gy * gy ? (1, 0) : (gx < 0) == (gy < 0) ? (1, 1) : (1, -1)
      return strength > low * low && strength > gradient(y - step.y, x - step.x).strength
        && strength >= gradient(y + step.y, x + step.x).strength
    }
    let ridges = (0..<height).map { y in (0..<width).map { isRidge(y, $0) } }
    var edges = [Float](repeating: 0, count: height * width)
    var waiting: [(Int, Int)] = []
    for y in 0..<height {
      for x in 0..<width where ridges[y][x] && gradient(y, x).strength > high * high {
        edges[y * width + x] = 255
        waiting.append((y, x))
      }
    }
    while let (y, x) = waiting.popLast() {
      for ny in max(0, y - 1)...min(height - 1, y + 1) {
        for nx in max(0, x - 1)...min(width - 1, x + 1)
        where ridges[ny][nx] && edges[ny * width + nx] == 0 {
          edges[ny * width + nx] = 255
          waiting.append((ny, nx))
        }
      }
    }
    return edges
  }

  @Test("all gradients of bytes have the direction in integers that they have in floats")
  func directions() {
    // Each gradient stands alone among zeros, but for two neighbors that are larger: it is a
    // ridge unless these lie in its direction.
    let (extent, width) = (1020, 3 * 1021)
    for (dy, dx) in [(0, 1), (1, 0), (1, 1), (1, -1)] {
      for sign in [1, -1] {
        var rows = DirectionRows(width: width)
        for y in 0...extent { rows.set(y, x: 3 * y + 1, row: 1, plane: 1) }
        for x in stride(from: 1, to: width, by: 3) {
          rows.set(extent, x: x + dx, row: 1 + dy, plane: 0)
          rows.set(extent + 1, x: x - dx, row: 1 - dy, plane: 0)
        }
        for x in 0...extent {
          for column in stride(from: 1, to: width, by: 3) {
            rows.set(sign * x, x: column, row: 1, plane: 0)
          }
          #expect(rows.byteRidges(.widest) == rows.floatRidges(.widest), "\(sign * x)")
        }
      }
    }
  }

  private func waves(_ shape: ImageShape) -> Image {
    var generator = SplitMix64(seed: UInt64(shape.count))
    return Image(
      shape: shape,
      samples: (0..<shape.count).map { index in
        let (y, x) = (index / shape.rowLength, index % shape.rowLength / shape.channels)
        let wave = 128 + 80 * sin(Double(x) / 9) * cos(Double(y + index % shape.channels) / 7)
        let step = (x / 23 + y / 17) % 2 == 1 ? 40.0 : 0
        let noise = x % 60 < 25 ? Double.random(in: -12...12, using: &generator) : 0
        return Float(UInt8(min(max(wave + step + noise, 0), 255)))
      })
  }
}

/// Three rows of gradients, as integers and as floats.
private struct DirectionRows {
  private let width: Int
  private let plane: Int
  private var values: [Int16]
  private var floats: [Float]

  init(width: Int) {
    self.width = width
    plane = (width + 63) / 64 * 64 + 32
    values = [Int16](repeating: 0, count: 6 * plane)
    floats = [Float](repeating: 0, count: 6 * plane)
  }

  private func start(of row: Int) -> Int { 2 * row * plane + 16 }

  mutating func set(_ value: Int, x: Int, row: Int, plane index: Int) {
    let place = start(of: row) + index * plane + x
    values[place] = Int16(value)
    floats[place] = Float(value)
  }

  private var rows: [Int] { (0..<3).map(start) }

  func byteRidges(_ engine: Engine) -> [UInt64] {
    var weak = [UInt64](repeating: 0, count: (width + 63) / 64)
    var strong = weak
    let (rows, groups) = (rows, Array(0..<(width + 15) / 16))
    var weakSpan = weak.mutableSpan
    var strongSpan = strong.mutableSpan
    engine.loops.ridges(
      values.span, rows: rows.span, plane: plane, groups: groups.span, found: groups.count, low: 0,
      high: 400_000, into: &weakSpan, &strongSpan, at: 0)
    return weak + strong
  }

  func floatRidges(_ engine: Engine) -> [UInt64] {
    var strengths = [Float](repeating: 0, count: floats.count)
    let rows = rows
    var sums = strengths.mutableSpan
    for row in rows {
      let (x, y) = (floats[row..<row + width], floats[row + plane..<row + plane + width])
      engine.loops.sumOfSquares(
        Array(x).span, Array(y).span, from: 0, into: &sums, at: row, count: width)
    }
    var weak = [UInt64](repeating: 0, count: (width + 63) / 64)
    var strong = weak
    let (x, y) = (
      Array(floats[rows[1]..<rows[1] + width]),
      Array(floats[rows[1] + plane..<rows[1] + plane + width])
    )
    var weakSpan = weak.mutableSpan
    var strongSpan = strong.mutableSpan
    engine.loops.ridges(
      x.span, y.span, from: 0, strengths: strengths.span, rows: rows.span, low: 0, high: 400_000,
      into: &weakSpan, &strongSpan, at: 0, count: width)
    return weak + strong
  }
}
