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

  @Test(
    "a product but for one cell is split into the product and the cell",
    arguments: [(0, 0), (0, 6), (3, 5), (4, 10), (8, 10)])
  func productAndCell(row: Int, column: Int) throws {
    let size = Size2D(height: 9, width: 11)
    var coefficients = Kernel.ofRank(1, size).coefficients
    coefficients[row * size.width + column] += 20.5
    let kernel = Kernel(size: size, coefficients: coefficients)
    let products = try cells(of: Convolution([kernel], method: .separable))
    #expect(products == [99, 1])
    for (stride, dilation) in [(1, 1), (1, 2), (3, 1), (2, 2)] {
      let stride = Stride2D(y: stride, x: stride)
      let convolution = Convolution(
        [kernel], border: .constant(7), stride: stride, dilation: dilation, method: .separable)
      try convolution.expectDefinition(
        kernel, height: 31, width: 90, .constant(7), stride: stride, dilation: dilation)
    }
  }

  @Test("two cells beside a product are no single cell")
  func productAndTwoCells() throws {
    var coefficients = Kernel.ofRank(1, Size2D(9)).coefficients
    coefficients[4 * 9 + 4] += 20.5
    coefficients[2 * 9 + 7] += 10.5
    let kernel = Kernel(size: Size2D(9), coefficients: coefficients)
    #expect(try cells(of: Convolution([kernel], method: .separable)).count == 3)
    try Convolution([kernel], method: .separable).expectDefinition(
      kernel, height: 13, width: 70, .replicate)
  }

  /// Returns the number of nonzero cells in each outer product of a convolution.
  private func cells(of convolution: Convolution) throws -> [Int] {
    guard case .factors(let factors) = convolution.plan(for: .float32).algorithm else { return [] }
    return factors.map { factors in
      factors.vertical.count { $0 != 0 } * factors.horizontal.count { $0 != 0 }
    }
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
