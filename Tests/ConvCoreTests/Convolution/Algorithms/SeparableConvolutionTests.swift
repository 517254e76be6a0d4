import ConvCore
import TestSupport
import Testing

@Suite("Sums in passes of columns and rows")
struct SeparableConvolutionTests {
  @Test("kernels of rank 1 to 4 are applied in passes", arguments: 1...4)
  func lowRank(rank: Int) throws {
    let kernel = Kernel.ofRank(rank, Size2D(height: 9, width: 11))
    let correlation = Convolution([kernel], border: .symmetric, method: .separable)
    guard case .factors(let factors) = correlation.plan(for: .float32).algorithm else {
      Issue.record("rank \(rank) was not split")
      return
    }
    #expect(factors.count == rank)
    try correlation.expectDefinition(kernel, height: 13, width: 90, .symmetric)
  }

  @Test("a kernel of full rank is not split")
  func fullRank() {
    let kernel = Kernel.fractions(Size2D(9), seed: 5)
    #expect(!Convolution([kernel]).methods.contains(.separable))
  }

  @Test("bytes under kernels of fractions become rounded sums", arguments: Border.examples)
  func roundedBytes(border: Border) throws {
    for kernel in [
      Kernel.ofRank(1, Size2D(height: 5, width: 7)), .ofRank(2, Size2D(height: 7, width: 9)),
    ] {
      try Convolution.expectRoundedBytes(kernel.scaled(toSum: 1.3), border)
    }
  }

  @Test("rows in several bands are the rows of one")
  func bands() throws {
    let image = Image.randomBytes(height: 40, width: 33, channels: 1)
    try Convolution([.ofRank(1, Size2D(7))]).expectSameInBands(of: image, as: .float32)
  }
}
