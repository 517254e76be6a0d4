import ConvCore
import ImageFilters
import TestSupport
import Testing

@Suite("The catalogue of kernels")
struct CatalogueTests {
  static let derivativesX = ["sobel-x", "scharr-x", "prewitt-x", "roberts-x"]
  static let derivativesY = ["sobel-y", "scharr-y", "prewitt-y", "roberts-y"]
  static let smoothing: [(name: String, parameters: [Double])] = [
    ("gaussian", [0.4]), ("gaussian", [2.5]), ("box", [4]), ("motion", [7, 30]),
    ("motion", [1, 0]), ("binomial", [6]),
  ]
  static let zeroSum: [(name: String, parameters: [Double])] = [
    ("laplacian", []), ("laplacian8", []), ("log", [1.3]), ("dog", [1, 1.6]),
    ("gabor", [2, 5, 33]),
  ]

  @Test("d/dx is positive where brightness rises to the right", arguments: derivativesX)
  func derivativeX(_ name: String) throws {
    let ramp = Image(rows: (0..<5).map { _ in (0..<6).map { Float($0) } })
    let response = try Convolution([kernel(name)])(ramp)
    #expect(response[2, 3] > 0)
    let falling = Image(rows: (0..<5).map { _ in (0..<6).map { Float(6 - $0) } })
    #expect(try Convolution([kernel(name)])(falling)[2, 3] < 0)
  }

  @Test("d/dy is positive where brightness rises downward", arguments: derivativesY)
  func derivativeY(_ name: String) throws {
    let ramp = Image(rows: (0..<5).map { row in (0..<6).map { _ in Float(row) } })
    #expect(try Convolution([kernel(name)])(ramp)[2, 3] > 0)
  }

  @Test("a flat picture stays flat under every smoothing kernel and border", arguments: smoothing)
  func flat(_ example: (name: String, parameters: [Double])) throws {
    let flat = Image(
      shape: ImageShape(height: 6, width: 9, channels: 1),
      samples: [Float](repeating: 137, count: 54))
    let kernel = try kernel(example.name, example.parameters)
    for border in Border.examples where border != .zero {
      let edge: Border = if case .constant = border { .constant(137) } else { border }
      for method in [Convolution.Method.direct, .automatic] {
        let response = try Convolution([kernel], border: edge, method: method)(flat)
        #expect(response.samples.allSatisfy { abs($0 - 137) < 1e-3 }, "\(border)")
      }
    }
  }

  @Test("smoothing kernels sum to 1, edge kernels to 0")
  func sums() throws {
    for example in CatalogueTests.smoothing {
      #expect(abs(try kernel(example.name, example.parameters).sum - 1) < 1e-12, "\(example)")
    }
    for name in ["sharpen", "emboss", "identity"] { #expect(try kernel(name).sum == 1) }
    #expect(abs(try kernel("unsharp", [1.5, 0.7]).sum - 1) < 1e-12)
    for example in CatalogueTests.zeroSum {
      let kernel = try kernel(example.name, example.parameters)
      #expect(abs(kernel.sum) < 1e-12 * kernel.absoluteSum, "\(example)")
    }
  }

  @Test("the Laplacian is the one of the slides")
  func laplacian() throws {
    #expect(try kernel("laplacian") == Kernel(rows: [[0, 1, 0], [1, -4, 1], [0, 1, 0]]))
  }

  @Test("a Gaussian has the variance it was asked for")
  func gaussianVariance() throws {
    let kernel = try kernel("gaussian", [1.7])
    var variance = 0.0
    for y in 0..<kernel.size.height {
      for x in 0..<kernel.size.width {
        variance += kernel[y, x] * Double((x - kernel.anchor.x) * (x - kernel.anchor.x))
      }
    }
    #expect(abs(variance - 1.7 * 1.7) < 0.01)
  }

  @Test("motion at 0° is a row, at 90° a column, at 45° the rising diagonal")
  func motion() throws {
    #expect(try kernel("motion", [5, 0]).size == Size2D(height: 1, width: 5))
    #expect(try kernel("motion", [5, 90]).size == Size2D(height: 5, width: 1))
    let diagonal = try kernel("motion", [7, 45])
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
      let response = try Convolution([kernel("log", [sigma])])(disc)
      return abs(response[20, 20]) * Float(sigma * sigma)
    }
    // A disc of radius r answers most at σ = r / √2: 5.7 / 1.41 = 4.
    let (smaller, right, larger) = (try answer(2), try answer(4), try answer(6.5))
    #expect(right > smaller && right > larger)
  }

  @Test(
    "wrong parameters are refused with the filter's name",
    arguments: [
      ("gaussian", [0.0]), ("gaussian", []), ("box", [2.5]), ("median", [4]), ("laplacian", [1]),
      ("canny", [9, 3]), ("dog", [1]), ("bilateral", [1, -1]), ("gaussian", [.nan]),
    ] as [(String, [Double])])
  func wrongParameters(name: String, parameters: [Double]) throws {
    let entry = try #require(CatalogueEntry.named(name))
    #expect { try entry.definition(parameters) } throws: { "\($0)".contains(name) }
  }

  private func kernel(_ name: String, _ parameters: [Double] = []) throws -> Kernel {
    let entry = try #require(CatalogueEntry.named(name))
    let kernels = try entry.definition(parameters).kernels
    return try #require(kernels.first)
  }
}

extension Kernel {
  /// A 3×3 kernel turned by 90°.
  fileprivate var turnedClockwise: Kernel {
    Kernel(rows: (0..<3).map { y in (0..<3).map { x in self[2 - x, y] } })
  }
}
