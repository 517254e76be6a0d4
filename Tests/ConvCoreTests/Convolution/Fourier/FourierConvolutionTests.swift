import ConvCore
import TestSupport
import Testing

@Suite("Sums in the frequency domain")
struct FourierConvolutionTests {
  @Test("large kernels equal the definition", arguments: Border.examples)
  func largeKernels(border: Border) throws {
    try expectTransformed(Size2D(height: 6, width: 9), channels: 1, width: 700, border)
    try expectTransformed(Size2D(height: 9, width: 4), channels: 3, width: 40, border)
    try expectTransformed(Size2D(height: 1, width: 1), channels: 2, width: 5, border)
    try expectTransformed(Size2D(height: 20, width: 17), channels: 1, width: 30, border)
  }

  @Test(
    "transforms of every length equal the definition",
    arguments: [
      Size2D(height: 3, width: 3), Size2D(height: 70, width: 2), Size2D(height: 130, width: 1),
      Size2D(height: 300, width: 1), Size2D(height: 1, width: 31), Size2D(height: 1, width: 140),
      Size2D(height: 2, width: 300),
    ])
  func lengths(size: Size2D) throws {
    // Two channels go through a transform together, and so do the halves of a row of tiles.
    try expectTransformed(size, channels: 2, width: 130, .reflect101)
    try expectTransformed(size, channels: 1, width: 240, .replicate)
  }

  private func expectTransformed(
    _ size: Size2D, channels: Int, width: Int, _ border: Border
  ) throws {
    let kernel = Kernel.fractions(size, seed: 3)
    let image = Image.random(height: 45, width: width, channels: channels)
    let correlation = Convolution([kernel], border: border, method: .fft)
    guard case .fourier = correlation.plan(for: .float32).algorithm else {
      Issue.record("\(size) was not transformed")
      return
    }
    let expected = Naive.filtered(image, kernel, border: border)
    let largest = expected.map(abs).max() ?? 1
    for engine in Engine.available {
      let found = try correlation(image, engine: engine).samples.map(Double.init)
      #expect(
        largestDifference(found, expected, relativeTo: largest) <= Tolerance.transformed,
        "\(size) on \(image.shape), \(engine.name)")
    }
  }

  @Test("tiles do not depend on where bands are cut")
  func bands() throws {
    let kernel = Kernel.fractions(Size2D(height: 7, width: 5), seed: 9)
    let image = Image.random(height: 61, width: 50, channels: 1)
    let correlation = Convolution([kernel], border: .reflect101, method: .fft)
    let whole = try correlation(image).samples
    let strip = image.strip
    for engine in Engine.available.dropFirst() {
      var parts: [Float] = []
      for rows in [0..<1, 1..<30, 30..<61] {
        let needed = correlation.inputRows(for: rows, of: image.shape)
        let band = ImageRows(
          shape: image.shape, rows: needed,
          samples: Array(
            strip.samples[strip.offset(ofRow: needed.lowerBound)..<needed.upperBound * 50]))
        parts += correlation.rows(rows, of: RowSource(band), engine: engine).samples
      }
      #expect(parts == whole, "\(engine.name)")
    }
  }

  @Test("integer kernels stay exact: the frequency domain is for those who ask")
  func exactness() {
    let kernel = Kernel.integers(Size2D(31), seed: 4)
    if case .fourier = Convolution([kernel]).plan(for: .uint8).algorithm {
      Issue.record("sums are not exact")
    }
    let asked = Convolution([kernel], method: .fft).plan(for: .uint8).algorithm
    guard case .fourier = asked else {
      Issue.record("fft was asked for")
      return
    }
  }
}
