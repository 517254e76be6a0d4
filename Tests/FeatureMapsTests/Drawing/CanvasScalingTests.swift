import FeatureMaps
import Testing

@Suite("Pictures enlarged and reduced by whole numbers")
struct CanvasScalingTests {
  private func canvas(height: Int, width: Int) -> Canvas {
    Canvas(
      height: height, width: width,
      samples: (0..<height * width * 3).map { UInt8($0 * 37 % 256) })
  }

  @Test("each pixel becomes a square", arguments: [1, 2, 5])
  func enlarged(zoom: Int) {
    let small = canvas(height: 4, width: 3)
    let large = small.enlarged(by: zoom)
    #expect(large.height == 4 * zoom && large.width == 3 * zoom)
    for y in 0..<large.height {
      for x in 0..<large.width { #expect(large[y, x] == small[y / zoom, x / zoom]) }
    }
  }

  @Test("each pixel is the rounded mean of a square, of fewer pixels at the edges")
  func reduced() {
    for (height, width, factor) in [(6, 9, 3), (7, 5, 2), (5, 5, 9), (1, 8, 3)] {
      let large = canvas(height: height, width: width)
      let small = large.reduced(by: factor)
      #expect(small.height == (height + factor - 1) / factor)
      #expect(small.width == (width + factor - 1) / factor)
      for y in 0..<small.height {
        for x in 0..<small.width {
          var reds: [Double] = []
          for row in y * factor..<min(height, (y + 1) * factor) {
            for column in x * factor..<min(width, (x + 1) * factor) {
              reds.append(Double(large[row, column].red))
            }
          }
          let mean = reds.reduce(0, +) / Double(reds.count)
          #expect(abs(Double(small[y, x].red) - mean) <= 0.5001)
        }
      }
    }
  }

  @Test("a sheet without a zoom is at most 1600 pixels wide, whatever the pictures")
  func fit() {
    for count in [1, 2, 6, 8, 13, 32, 64, 100, 512] {
      for (height, width) in [(1, 1), (28, 28), (26, 26), (100, 1599), (3000, 4000), (20, 9000)] {
        let fit = SheetFit(count: count, height: height, width: width, zoom: nil)
        let tile = fit.size(height: height, width: width)
        let total = 2 * 20 + fit.columns * (tile.width + 2) + (fit.columns - 1) * 8
        #expect(total <= 1600 && tile.width >= 1, "\(count) of \(height)×\(width): \(total)")
        #expect(fit.zoom == 1 || fit.reduction == 1)
      }
    }
    let small = SheetFit(count: 6, height: 28, width: 28, zoom: nil)
    #expect(small.zoom >= 6)
    #expect(SheetFit(count: 6, height: 3000, width: 4000, zoom: 2).reduction == 1)
  }
}
