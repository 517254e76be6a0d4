import ConvCore
import TestSupport
import Testing

@Suite("Medians of bytes")
struct ByteMedianTests {
  @Test("medians of bytes are those of floats", arguments: [3, 5, 7, 9])
  func smallWindows(side: Int) throws {
    // Wider than a block, a few columns at the borders, and narrower than the window.
    for (channels, width) in [(1, 1300), (3, 200), (1, 2)] {
      let image = Image.randomBytes(height: 11, width: width, channels: channels)
      for border in Border.examples where border.outsideByte != nil {
        let filter = MedianFilter(side: side, border: border)
        let expected = try filter(image).samples
        for engine in Engine.available {
          #expect(
            try filter.samples(of: image, as: .uint8, engine: engine) == expected,
            "\(engine.name), \(border)")
        }
      }
    }
  }

  @Test("medians by histograms are the middle of the sorted window", arguments: [31, 181, 255])
  func largeWindows(side: Int) throws {
    // Two values, one value, and all values.
    let cases: [(Int, Int, ClosedRange<UInt8>)] = [
      (3, 40, 0...1), (4, 9, 7...7), (2, 600, 0...255),
    ]
    for (height, width, values) in cases {
      let image = Image.randomBytes(height: height, width: width, channels: 1, in: values)
      let filter = MedianFilter(side: side, border: .replicate)
      let filtered = try filter.samples(of: image, as: .uint8)
      for place in stride(from: 0, to: filtered.count, by: 13) {
        let expected = naiveMedian(image, place / width, place % width, extent: side / 2)
        #expect(filtered[place] == expected, "\(height)×\(width), place \(place)")
      }
    }
  }

  /// The middle of the window, by counting the values in it.
  private func naiveMedian(_ image: Image, _ y: Int, _ x: Int, extent: Int) -> Float {
    let (height, width) = (image.shape.height, image.shape.width)
    var counts = [Int](repeating: 0, count: 256)
    for i in y - extent...y + extent {
      let row = min(max(i, 0), height - 1) * width
      for j in x - extent...x + extent {
        counts[Int(image.samples[row + min(max(j, 0), width - 1)])] += 1
      }
    }
    let side = 2 * extent + 1
    var below = 0
    for value in 0...255 {
      below += counts[value]
      if below > side * side / 2 { return Float(value) }
    }
    return .nan
  }

  @Test("medians do not depend on where bands are cut", arguments: [3, 9])
  func bands(side: Int) throws {
    let image = Image.randomBytes(height: 40, width: 33, channels: 3)
    try MedianFilter(side: side, border: .constant(7)).expectSameInBands(of: image, as: .uint8)
  }
}
