import ConvCore
import TestSupport
import Testing

@Suite("Sums in tiles of rows")
struct TiledConvolutionTests {
  @Test("dense kernels equal the definition", arguments: Border.examples)
  func denseKernels(border: Border) throws {
    for (height, width) in [(1, 3), (6, 5), (11, 150)] {
      for kernelHeight in 1...6 {
        let size = Size2D(height: kernelHeight, width: 7 - kernelHeight)
        let kernel = Kernel.fractions(size, seed: UInt64(kernelHeight))
        let correlation = Convolution([kernel], border: border, method: .direct)
        #expect(correlation.plan(for: .float32).algorithm == .tile)
        try correlation.expectDefinition(kernel, height: height, width: width, border)
      }
    }
  }

  @Test("bytes under a kernel of fractions become rounded sums", arguments: Border.examples)
  func roundedBytes(border: Border) throws {
    let kernel = Kernel.fractions(Size2D(3), seed: 4).scaled(toSum: 1.3)
    try Convolution.expectRoundedBytes(kernel, border)
  }

  @Test("rows in several bands are the rows of one")
  func bands() throws {
    let image = Image.randomBytes(height: 40, width: 33, channels: 1)
    try Convolution([.fractions(Size2D(5), seed: 2)]).expectSameInBands(of: image, as: .float32)
  }
}
