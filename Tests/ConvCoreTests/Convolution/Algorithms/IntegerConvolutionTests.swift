import ConvCore
import TestSupport
import Testing

@Suite("Sums in integers")
struct IntegerConvolutionTests {
  private static let sizes = [
    Size2D(height: 1, width: 1), Size2D(height: 3, width: 3), Size2D(height: 2, width: 5),
    Size2D(height: 5, width: 4), Size2D(height: 9, width: 7),
  ]

  @Test("bytes under integer kernels give the exact sums", arguments: Border.examples)
  func exactSums(border: Border) throws {
    for (index, size) in IntegerConvolutionTests.sizes.enumerated() {
      let kernel = Kernel.integers(size, seed: UInt64(index + 1))
      for channels in [1, 3] {
        let image = Image.randomBytes(height: 7, width: 600, channels: channels)
        let correlation = Convolution([kernel], border: border)
        guard border.outsideByte == nil || correlation.plan(for: .uint8).algorithm == .integer
        else {
          Issue.record("\(size) was not summed in integers")
          return
        }
        let expected = Naive.filtered(image, kernel, border: border)
        for engine in Engine.available {
          let floats = try correlation.samples(of: image, as: .float32, engine: engine)
          #expect(floats.map(Double.init) == expected, "\(size), \(engine.name)")
          // Elsewhere sums may be half-way values, which go to the even neighbor.
          guard border.outsideByte != nil else { continue }
          var postprocessing = RowSink.Postprocessing()
          postprocessing.absolute = true
          let shown = try correlation.samples(
            of: image, as: .uint8, postprocessing: postprocessing, engine: engine)
          #expect(shown.map(Double.init) == expected.map { min(abs($0), 255) })
          let clipped = try correlation.samples(of: image, as: .uint8, engine: engine)
          #expect(clipped.map(Double.init) == expected.map { min(max($0, 0), 255) })
        }
      }
    }
  }

  @Test("integers of a magnitude and of a compass are those of floats")
  func combinations() throws {
    let image = Image.randomBytes(height: 9, width: 70, channels: 3)
    for (kernels, combination) in [
      (
        [
          Kernel(rows: [[1, 0, -1], [2, 0, -2], [1, 0, -1]]),
          Kernel(rows: [[1, 2, 1], [0, 0, 0], [-1, -2, -1]]),
        ], Convolution.Combination.magnitude
      ),
      (
        [
          Kernel(rows: [[5, 5, 5], [-3, 0, -3], [-3, -3, -3]]),
          Kernel(rows: [[5, -3, -3], [5, 0, -3], [5, -3, -3]]),
          Kernel(rows: [[-3, -3, 5], [-3, 0, 5], [-3, -3, 5]]),
        ], .maximum
      ),
    ] {
      let correlation = Convolution(kernels, combination: combination)
      #expect(correlation.plan(for: .uint8).algorithm == .integer)
      #expect(
        try correlation.samples(of: image, as: .float32) == (try correlation(image).samples))
    }
  }

  @Test("sums past 16 bits are left to floats, which are exact as well")
  func largeIntegers() throws {
    let kernel = Kernel(rows: [[100, -29], [0, 3]])
    let correlation = Convolution([kernel])
    #expect(correlation.plan(for: .uint8).algorithm != .integer)
    let image = Image.randomBytes(height: 5, width: 40, channels: 1)
    let expected = Naive.filtered(image, kernel, border: .replicate)
    #expect(try correlation.samples(of: image, as: .float32).map(Double.init) == expected)
  }

  @Test("rows in several bands are the rows of one")
  func bands() throws {
    let image = Image.randomBytes(height: 40, width: 33, channels: 1)
    try Convolution([.integers(Size2D(3), seed: 3)]).expectSameInBands(of: image, as: .float32)
  }
}
