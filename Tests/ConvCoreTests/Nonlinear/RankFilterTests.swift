import ConvCore
import TestSupport
import Testing

@Suite("Percentiles of windows")
struct RankFilterTests {
  @Test("a percentile is the value of its rank", arguments: [0.0, 10, 33.4, 50, 90, 100])
  func definition(percent: Double) throws {
    let image = Image.randomBytes(height: 9, width: 40, channels: 2)
    for side in [1, 2, 3, 5, 8, 10] {
      for (place, border) in Border.examples.enumerated() {
        let filter = RankFilter(percent: percent, side: side, border: border)
        let expected = Naive.rank(image, percent: percent, side: side, border: border)
        let types: [SampleType] = [.uint8, place % 2 == 0 ? .uint16 : .float32]
        for type in types {
          for engine in Engine.available where engine.name != "portable" || side <= 5 {
            let found = try filter.samples(of: image, type: type, as: .float32, engine: engine)
            #expect(
              found.map(Double.init) == expected, "\(engine.name), \(type), \(side), \(border)")
          }
        }
      }
    }
  }

  @Test("percentiles of bytes in large windows are those of floats")
  func large() throws {
    let image = Image.randomBytes(height: 6, width: 30, channels: 1)
    let filter = RankFilter(percent: 97, side: 101)
    #expect(
      try filter.samples(of: image, as: .uint8)
        == filter.samples(of: image, type: .float32, as: .float32))
  }

  @Test("percentiles do not depend on where bands are cut")
  func bands() throws {
    let image = Image.randomBytes(height: 40, width: 33, channels: 3)
    try RankFilter(percent: 20, side: 4).expectSameInBands(of: image, as: .uint8)
  }
}
