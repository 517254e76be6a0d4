import ConvCore
import TestSupport
import Testing

@Suite("Ranks of 16-bit samples and floats by keys")
struct KeyedRankTests {
  /// Images of several tiles in a row, of several tiles down, and narrower than a tile's least.
  private static let shapes = [
    (height: 6, width: 700, channels: 1), (6, 300, 3), (270, 70, 1), (9, 20, 1),
  ]

  @Test("medians are the middle of the sorted window", arguments: [7, 15, 31])
  func medians(side: Int) throws {
    for (height, width, channels) in KeyedRankTests.shapes {
      let words = KeyedRankTests.words(height: height, width: width, channels: channels)
      try expectRank(side * side / 2, of: words, .uint16, side: side) {
        MedianFilter(side: side, border: $0)
      }
      let floats = Image.random(height: height, width: width, channels: channels, real: true)
      try expectRank(side * side / 2, of: floats, .float32, side: side) {
        MedianFilter(side: side, border: $0)
      }
    }
  }

  @Test("ranks of large windows are found", arguments: [127, 128, 180])
  func largeWindows(side: Int) throws {
    let image = Image.random(height: 5, width: 90, channels: 1, real: true)
    try expectRank(side * side / 4, of: image, .float32, side: side) {
      RankFilter(percent: 25, side: side, border: $0)
    }
  }

  @Test("negative values, infinities and many equal values keep their order")
  func specialValues() throws {
    let values: [Float] = [
      -.infinity, -.greatestFiniteMagnitude, -2.5, -.leastNonzeroMagnitude, -0.0, 0,
      .leastNonzeroMagnitude, 3, 3, 3, 1e30, .infinity,
    ]
    let image = Image(
      shape: ImageShape(height: 9, width: 90, channels: 1),
      samples: Image.randomBytes(height: 9, width: 90, channels: 1).samples.map {
        values[Int($0) % values.count]
      })
    for percent in [0.0, 3, 40, 50, 60, 97, 100] {
      let rank = percent == 100 ? 80 : Int(81 * percent / 100)
      try expectRank(rank, of: image, .float32, side: 9) {
        RankFilter(percent: percent, side: 9, border: $0)
      }
    }
  }

  @Test("medians do not depend on where bands are cut")
  func bands() throws {
    let image = Image.random(height: 40, width: 90, channels: 3, real: true)
    try MedianFilter(side: 7, border: .symmetric).expectSameInBands(of: image, as: .float32)
  }

  /// An image of 16-bit samples.
  private static func words(height: Int, width: Int, channels: Int) -> Image {
    let bytes = Image.randomBytes(height: height, width: width, channels: 2 * channels).samples
    return Image(
      shape: ImageShape(height: height, width: width, channels: channels),
      samples: stride(from: 0, to: bytes.count, by: 2).map { 256 * bytes[$0] + bytes[$0 + 1] })
  }

  /// Compares every 7th output with the sorted window.
  private func expectRank(
    _ rank: Int, of image: Image, _ type: SampleType, side: Int,
    _ filter: (Border) -> any RowOperation, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for border in [Border.replicate, .constant(7)] {
      for engine in Engine.available {
        let found = try filter(border).samples(of: image, type: type, as: .float32, engine: engine)
        for place in stride(from: 0, to: found.count, by: side < 100 ? 7 : 41) {
          let expected = window(image, around: place, side, border).sorted()[rank]
          guard found[place] != expected else { continue }
          Issue.record(
            "\(engine.name), \(image.shape), \(border), \(place): \(found[place]) for \(expected)",
            sourceLocation: sourceLocation)
          return
        }
      }
    }
  }

  /// The samples of the window around one sample.
  private func window(
    _ image: Image, around place: Int, _ side: Int, _ border: Border
  ) -> [Float] {
    let (width, channels) = (image.shape.width, image.shape.channels)
    let (y, x) = (place / channels / width, place / channels % width)
    return (y - side / 2..<y - side / 2 + side).flatMap { row in
      (x - side / 2..<x - side / 2 + side).map { column in
        guard let row = border.index(of: row, count: image.shape.height),
          let column = border.index(of: column, count: width)
        else { return 7 }
        return image.samples[(row * width + column) * channels + place % channels]
      }
    }
  }
}
