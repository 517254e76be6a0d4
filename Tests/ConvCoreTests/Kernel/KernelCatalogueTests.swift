import ConvCore
import TestSupport
import Testing

@Suite("The catalogue of kernels")
struct KernelCatalogueTests {
  typealias Named = (name: String, kernel: Kernel)

  static let derivativesX: [Named] = [
    ("Sobel", .sobelX), ("Scharr", .scharrX), ("Prewitt", .prewittX), ("Roberts", .robertsX),
  ]
  static let derivativesY: [Named] = [
    ("Sobel", .sobelY), ("Scharr", .scharrY), ("Prewitt", .prewittY), ("Roberts", .robertsY),
  ]
  static let smoothing: [Named] = [
    ("Gaussian, 0.4", .gaussian(sigma: 0.4)), ("Gaussian, 2.5", .gaussian(sigma: 2.5)),
    ("box", .box(side: 4)), ("motion", .motion(length: 7, angle: 30)),
    ("no motion", .motion(length: 1, angle: 0)), ("binomial", .binomial(side: 6)),
  ]
  static let zeroSum: [Named] = [
    ("Laplacian", .laplacian), ("Laplacian over 8", .laplacian8),
    ("LoG", .laplacianOfGaussian(sigma: 1.3)),
    ("DoG", .differenceOfGaussians(sigma1: 1, sigma2: 1.6)),
    ("Gabor", .gabor(sigma: 2, wavelength: 5, angle: 33)),
  ]

  @Test("d/dx is positive where brightness rises to the right", arguments: derivativesX)
  func derivativeX(_ example: Named) throws {
    let ramp = Image(rows: (0..<5).map { _ in (0..<6).map { Float($0) } })
    let response = try Convolution([example.kernel])(ramp)
    #expect(response[2, 3] > 0)
    let falling = Image(rows: (0..<5).map { _ in (0..<6).map { Float(6 - $0) } })
    #expect(try Convolution([example.kernel])(falling)[2, 3] < 0)
  }

  @Test("d/dy is positive where brightness rises downward", arguments: derivativesY)
  func derivativeY(_ example: Named) throws {
    let ramp = Image(rows: (0..<5).map { row in (0..<6).map { _ in Float(row) } })
    #expect(try Convolution([example.kernel])(ramp)[2, 3] > 0)
  }

  @Test("a flat picture stays flat under every smoothing kernel and border", arguments: smoothing)
  func flat(_ example: Named) throws {
    let flat = Image(
      shape: ImageShape(height: 6, width: 9, channels: 1),
      samples: [Float](repeating: 137, count: 54))
    for border in Border.examples where border != .zero {
      let edge: Border = if case .constant = border { .constant(137) } else { border }
      for method in [Convolution.Method.direct, .automatic] {
        let response = try Convolution([example.kernel], border: edge, method: method)(flat)
        #expect(response.samples.allSatisfy { abs($0 - 137) < 1e-3 }, "\(border)")
      }
    }
  }

  @Test("smoothing kernels sum to 1, edge kernels to 0")
  func sums() {
    for example in KernelCatalogueTests.smoothing {
      #expect(abs(example.kernel.sum - 1) < 1e-12, "\(example.name)")
    }
    for kernel in [Kernel.sharpen, .emboss, .identity] { #expect(kernel.sum == 1) }
    #expect(abs(Kernel.unsharp(sigma: 1.5, amount: 0.7).sum - 1) < 1e-12)
    for example in KernelCatalogueTests.zeroSum {
      #expect(abs(example.kernel.sum) < 1e-12 * example.kernel.absoluteSum, "\(example.name)")
    }
  }

  @Test("the Laplacian is the one of the slides")
  func laplacian() {
    #expect(Kernel.laplacian == Kernel(rows: [[0, 1, 0], [1, -4, 1], [0, 1, 0]]))
  }

  @Test("a Gaussian has the variance it was asked for")
  func gaussianVariance() {
    let kernel = Kernel.gaussian(sigma: 1.7)
    var variance = 0.0
    for y in 0..<kernel.size.height {
      for x in 0..<kernel.size.width {
        variance += kernel[y, x] * Double((x - kernel.anchor.x) * (x - kernel.anchor.x))
      }
    }
    #expect(abs(variance - 1.7 * 1.7) < 0.01)
  }

  @Test("motion at 0° is a row, at 90° a column, at 45° the rising diagonal")
  func motion() {
    #expect(Kernel.motion(length: 5, angle: 0).size == Size2D(height: 1, width: 5))
    #expect(Kernel.motion(length: 5, angle: 90).size == Size2D(height: 5, width: 1))
    let diagonal = Kernel.motion(length: 7, angle: 45)
    let last = diagonal.size.width - 1
    #expect(diagonal[0, last] > 0 && diagonal[last, 0] > 0 && diagonal[0, 0] == 0)
  }

  @Test("a compass holds eight different kernels that turn step by step")
  func compass() {
    for kernels in [Kernel.kirsch, Kernel.robinson] {
      #expect(Set(kernels).count == 8)
      #expect(kernels.allSatisfy { $0.sum == 0 })
      #expect(kernels[2] == kernels[0].turnedClockwise)
    }
  }

  @Test("LoG answers a blob of its own size most strongly")
  func blob() throws {
    let disc = Image(
      rows: (0..<41).map { y in
        (0..<41).map { x in (x - 20) * (x - 20) + (y - 20) * (y - 20) <= 32 ? 100 : 0 }
      })
    func answer(_ sigma: Double) throws -> Float {
      let response = try Convolution([.laplacianOfGaussian(sigma: sigma)])(disc)
      return abs(response[20, 20]) * Float(sigma * sigma)
    }
    // A disc of radius r answers most at σ = r / √2: 5.7 / 1.41 = 4.
    let (smaller, right, larger) = (try answer(2), try answer(4), try answer(6.5))
    #expect(right > smaller && right > larger)
  }
}

extension Kernel {
  /// A 3×3 kernel turned by 90°.
  fileprivate var turnedClockwise: Kernel {
    Kernel(rows: (0..<3).map { y in (0..<3).map { x in self[2 - x, y] } })
  }
}
