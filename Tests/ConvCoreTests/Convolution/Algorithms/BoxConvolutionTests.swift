import ConvCore
import TestSupport
import Testing

@Suite("Boxes by sliding sums")
struct BoxConvolutionTests {
  @Test("boxes equal the definition", arguments: Border.examples)
  func definition(border: Border) throws {
    for size in [
      Size2D(height: 15, width: 15), Size2D(height: 20, width: 7), Size2D(height: 3, width: 31),
    ] {
      let kernel = Kernel.mean(size)
      for (channels, width) in [(1, 5), (3, 300)] {
        let image = Image.randomBytes(height: 25, width: width, channels: channels)
        let correlation = Convolution([kernel], border: border, method: .separable)
        let expected = Naive.filtered(image, kernel, border: border)
        for engine in Engine.available {
          let found = try correlation.samples(of: image, as: .float32, engine: engine)
          #expect(
            largestDifference(found.map(Double.init), expected, relativeTo: 255)
              <= Tolerance.reordered, "\(size), \(engine.name)")
        }
      }
    }
  }

  @Test("boxes of bytes in 16 bits are those of 32, rounded", arguments: [0.013, 1, 255])
  func bytes(gain: Double) throws {
    // Widths that are joined in every way, ties, and values past 255.
    for (height, width) in (1...17).map({ (11, $0) }) + [(1, 101), (15, 15), (2, 128), (257, 1)] {
      let cells = height * width
      let value = gain == 1 ? 1 / Double(cells) : gain
      let kernel = Kernel(
        size: Size2D(height: height, width: width),
        coefficients: [Double](repeating: value, count: cells))
      for (channels, columns) in [(1, 1100), (3, 30)] {
        let image = Image.randomBytes(height: 2, width: columns, channels: channels)
        let correlation = Convolution([kernel], border: .symmetric, method: .separable)
        #expect(correlation.plan(for: .uint8).algorithm == .box)
        let expected = try correlation.samples(of: image, as: .float32).map {
          min(max($0, 0), 255).rounded(.toNearestOrEven)
        }
        for engine in Engine.available {
          #expect(
            try correlation.samples(of: image, as: .uint8, engine: engine) == expected,
            "\(height)×\(width), \(engine.name)")
        }
      }
    }
  }

  @Test("boxes do not depend on where bands are cut", arguments: [3, 9])
  func bands(side: Int) throws {
    let image = Image.randomBytes(height: 40, width: 33, channels: 3)
    try Convolution([.mean(Size2D(side))], border: .reflect101, method: .separable)
      .expectSameInBands(of: image, as: .uint8)
  }
}
