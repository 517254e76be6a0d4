import ConvCore
import ImageFilters
import Testing

@Suite("Filters by name")
struct FilterCatalogueTests {
  static let kernels: [(name: String, parameters: [Double], kernel: Kernel)] = [
    ("laplacian", [], .laplacian), ("laplacian8", [], .laplacian8), ("sobel-x", [], .sobelX),
    ("sobel-y", [], .sobelY), ("scharr-x", [], .scharrX), ("scharr-y", [], .scharrY),
    ("prewitt-x", [], .prewittX), ("prewitt-y", [], .prewittY), ("roberts-x", [], .robertsX),
    ("roberts-y", [], .robertsY), ("gaussian", [2.5], .gaussian(sigma: 2.5)),
    ("box", [4], .box(side: 4)), ("motion", [7, 30], .motion(length: 7, angle: 30)),
    ("binomial", [6], .binomial(side: 6)), ("sharpen", [], .sharpen),
    ("unsharp", [1.5, 0.7], .unsharp(sigma: 1.5, amount: 0.7)), ("emboss", [], .emboss),
    ("log", [1.3], .laplacianOfGaussian(sigma: 1.3)),
    ("dog", [1, 1.6], .differenceOfGaussians(sigma1: 1, sigma2: 1.6)),
    ("gabor", [2, 5, 33], .gabor(sigma: 2, wavelength: 5, angle: 33)),
    ("identity", [], .identity),
  ]

  @Test("a name and its parameters give the kernel of that name", arguments: kernels)
  func kernel(name: String, parameters: [Double], kernel: Kernel) throws {
    let entry = try #require(FilterCatalogue.named(name))
    #expect(try entry.filter(parameters).kernels == [kernel])
  }

  @Test(
    "wrong parameters are refused with the filter's name",
    arguments: [
      ("gaussian", [0.0]), ("gaussian", []), ("box", [2.5]), ("median", [4]), ("laplacian", [1]),
      ("canny", [9, 3]), ("dog", [1]), ("bilateral", [1, -1]), ("gaussian", [.nan]),
    ] as [(String, [Double])])
  func wrongParameters(name: String, parameters: [Double]) throws {
    let entry = try #require(FilterCatalogue.named(name))
    #expect { try entry.filter(parameters) } throws: { "\($0)".contains(name) }
  }
}
