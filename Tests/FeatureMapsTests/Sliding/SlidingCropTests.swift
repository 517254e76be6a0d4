import ConvCore
import FeatureMaps
import Testing

@Suite("The crop of a sliding window")
struct SlidingCropTests {
  @Test("the liveliest rectangle is the first one with the largest variance")
  func liveliest() {
    var generator = SplitMix64(seed: 11)
    for (height, width) in [(6, 9), (10, 5), (4, 4)] {
      let samples = (0..<height * width).map { _ in Float(Int.random(in: -9...9, using: &generator))
      }
      let image = Image(
        shape: ImageShape(height: height, width: width, channels: 1), samples: samples)
      for (rows, columns) in [(3, 4), (1, 1), (4, 4), (2, 5)]
      where rows <= height && columns <= width {
        var best = (variance: -1.0, y: 0, x: 0)
        for y in 0...height - rows {
          for x in 0...width - columns {
            let values = (0..<rows * columns).map {
              Double(image[y + $0 / columns, x + $0 % columns])
            }
            let mean = values.reduce(0, +) / Double(values.count)
            let variance =
              values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
            if variance > best.variance + 1e-9 { best = (variance, y, x) }
          }
        }
        let place = SlidingCrop.liveliest(image, height: rows, width: columns)
        #expect(place == SlidingPosition(y: best.y, x: best.x))
      }
    }
  }

  @Test("a small output is shown whole, of a large one about ten positions a side")
  func sides() {
    #expect(SlidingCrop.side(12, 1, 3) == 12)
    #expect(SlidingCrop.side(500, 1, 3) == 10)
    #expect(SlidingCrop.side(500, 2, 3) == 6)
    #expect(SlidingCrop.side(500, 1, 31) == 4)
    #expect(SlidingCrop.side(500, 40, 3) == 2)
    #expect(SlidingCrop.side(1, 40, 3) == 1)
  }
}
