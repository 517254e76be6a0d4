import ConvCore
import Foundation
import TestSupport
import Testing

@Suite("Median and bilateral filters")
struct NonlinearFilterTests {
  @Test("a median is the middle of the sorted window", arguments: [1, 3, 5, 9, 11])
  func median(side: Int) throws {
    let image = Image.random(height: 6, width: 21, channels: 2, in: -90...90, real: true)
    for engine in Engine.available where engine.name != "portable" || side <= 5 {
      let filtered = try MedianFilter(side: side, border: .symmetric)(image, engine: engine)
      #expect(filtered.samples == naiveMedian(image, side), "\(engine.name)")
    }
  }

  private func naiveMedian(_ image: Image, _ side: Int) -> [Float] {
    let extent = (side - 1) / 2
    return (0..<image.shape.height).flatMap { y in
      (0..<image.shape.width).flatMap { x in
        (0..<image.shape.channels).map { c in
          let window = (-extent...extent).flatMap { i in
            (-extent...extent).map { Naive.value(image, y + i, x + $0, c, .symmetric) }
          }
          return Float(window.sorted()[window.count / 2])
        }
      }
    }
  }

  @Test("a bilateral mean weighs by distance in the picture and in color", arguments: [1, 3])
  func bilateral(channels: Int) throws {
    let image = Image.random(height: 6, width: 19, channels: channels)
    let filter = BilateralFilter(spatialSigma: 0.9, rangeSigma: 40)
    let expected = naiveBilateral(image, spatial: 0.9, range: 40)
    for engine in Engine.available {
      let filtered = try filter(image, engine: engine)
      let difference = largestDifference(
        filtered.samples.map(Double.init), expected, relativeTo: 255)
      #expect(difference <= 2 * Tolerance.reordered, "\(engine.name): \(difference)")
    }
  }

  private func naiveBilateral(_ image: Image, spatial: Double, range: Double) -> [Double] {
    let radius = Int((3 * spatial).rounded(.up))
    let channels = 0..<image.shape.channels
    func color(_ y: Int, _ x: Int) -> [Double] {
      channels.map { Naive.value(image, y, x, $0, .replicate) }
    }
    return (0..<image.shape.height).flatMap { y in
      (0..<image.shape.width).flatMap { x in
        let center = color(y, x)
        var (total, sums) = (0.0, channels.map { _ in 0.0 })
        for i in -radius...radius {
          for j in -radius...radius where i * i + j * j <= radius * radius {
            let other = color(y + i, x + j)
            let distance = zip(other, center).reduce(0) { $0 + pow($1.0 - $1.1, 2) }
            let weight =
              exp(-Double(i * i + j * j) / (2 * spatial * spatial))
              * exp(-distance / (2 * range * range))
            total += weight
            for c in channels { sums[c] += weight * other[c] }
          }
        }
        return sums.map { $0 / total }
      }
    }
  }

  @Test("a bilateral filter keeps a high step that a Gaussian of the same width blurs")
  func keepsEdges() throws {
    let image = Image(rows: (0..<5).map { _ in (0..<12).map { $0 < 6 ? 10 : 200 } })
    let filtered = try BilateralFilter(spatialSigma: 2, rangeSigma: 10)(image)
    #expect(abs(filtered[2, 5] - 10) < 0.01 && abs(filtered[2, 6] - 200) < 0.01)
  }
}
