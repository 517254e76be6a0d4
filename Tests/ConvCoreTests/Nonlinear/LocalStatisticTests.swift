import ConvCore
import TestSupport
import Testing

@Suite("Statistics of windows")
struct LocalStatisticTests {
  private static let values: [LocalStatistic.Value] = [
    .variance, .deviation, .normalized, .adaptive(offset: 3.3), .sauvola(factor: 0.2),
  ]

  @Test("statistics are those of two passes in double precision", arguments: 0..<5)
  func definition(index: Int) throws {
    let value = LocalStatisticTests.values[index]
    for (height, width, channels) in [(9, 40, 2), (5, 300, 1), (2, 2, 3)] {
      let image = Image.randomBytes(height: height, width: width, channels: channels)
      for (place, border) in Border.examples.enumerated() {
        for side in [1, 2, 3, 7] {
          let expected = Naive.statistic(image, value, side: side, border: border)
          let type: SampleType = place % 2 == 0 ? .uint16 : .float32
          let found = try LocalStatistic(value, side: side, border: border)
            .samples(of: image, type: type, as: .float32)
          let difference = largestDifference(found.map(Double.init), expected)
          #expect(difference <= 1e-3, "\(type), \(height)×\(width), \(side), \(border)")
        }
      }
    }
  }

  @Test("the deviation of floats keeps its digits at means of 100 000", arguments: [3, 15])
  func precision(side: Int) throws {
    var image = Image.random(height: 20, width: 300, channels: 2, in: 99_998...100_002, real: true)
    // A field of other values beside it, and one outlier, do not matter elsewhere.
    for y in 0..<20 { for x in 0..<60 { image.samples[(y * 300 + x) * 2] = Float(y % 3) } }
    image.samples[12_000 / 2] = 1e9
    let expected = Naive.statistic(image, .deviation, side: side, border: .replicate)
    let found = try LocalStatistic(.deviation, side: side)(image).samples
    let wrong = zip(found, expected).filter {
      abs(Double($0) - $1) > 3e-6 * max(1, $1)
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(3))")
  }

  @Test("the variance of 16-bit samples is exact")
  func exact() throws {
    let image = Image.random(height: 12, width: 90, in: 59_998...60_002)
    let expected = Naive.statistic(image, .variance, side: 9, border: .replicate)
    let found = try LocalStatistic(.variance, side: 9).samples(
      of: image, type: .uint16, as: .float32)
    #expect(zip(found, expected).allSatisfy { abs(Double($0) - $1) <= 1e-6 })
  }

  @Test("a flat picture has no deviation at all, and is normalised to 0")
  func flat() throws {
    let image = Image.random(height: 5, width: 40, in: 0.3...0.3, real: true)
    #expect(try LocalStatistic(.deviation, side: 7)(image).samples.allSatisfy { $0 == 0 })
    #expect(try LocalStatistic(.normalized, side: 7)(image).samples.allSatisfy { $0 == 0 })
  }

  @Test("statistics do not depend on where bands are cut", arguments: 0..<5)
  func bands(index: Int) throws {
    let image = Image.random(height: 40, width: 33, channels: 3, real: true)
    try LocalStatistic(LocalStatisticTests.values[index], side: 6, border: .symmetric)
      .expectSameInBands(of: image, as: .float32)
  }

  @Test("a guided filter is linear in each window, and its coefficients are averaged")
  func guided() throws {
    let image = Image.randomBytes(height: 12, width: 30, channels: 2)
    for border in Border.examples {
      let expected = Naive.guided(image, side: 5, epsilon: 300, border: border)
      let found = try GuidedFilter(side: 5, epsilon: 300, border: border)(image)
      let difference = largestDifference(found.samples.map(Double.init), expected)
      #expect(difference <= 1e-3, "\(border): \(difference)")
    }
    let tall = Image.random(height: 40, width: 33, channels: 3, real: true)
    try GuidedFilter(side: 4, epsilon: 9).expectSameInBands(of: tall, as: .float32)
  }
}
