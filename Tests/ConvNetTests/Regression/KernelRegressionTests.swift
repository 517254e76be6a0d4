import ConvCore
import ConvNet
import TestSupport
import Testing

@Suite("The kernel between two images")
struct KernelRegressionTests {
  private let kernel = Kernel(rows: [
    [0.1, -0.5, 0.3, 0, 1.2], [0, 2, -1, 0.25, 0.6], [-0.7, 0.4, 3, -2, 0.05],
    [0.9, -0.3, 0.2, 1, -1.1], [0.35, 0, -0.15, 0.45, -0.6],
  ])

  private func largest(_ a: Kernel, _ b: Kernel) -> Double {
    zip(a.coefficients, b.coefficients).map { ($0 - $1).magnitude }.max() ?? .infinity
  }

  @Test("descent and least squares find the kernel of a filtered image", arguments: [1, 3])
  func exact(channels: Int) throws {
    let input = Image.random(height: 40, width: 53, channels: channels, in: 0...1, real: true)
    var regression = KernelRegression(size: kernel.size)
    try regression.add(input: input, output: try input.convolved(with: kernel, border: .wrap))
    #expect(regression.count == 36 * 49 * channels)
    let closed = regression.leastSquares()
    #expect(largest(closed.kernel, kernel) < 1e-4 && closed.isDetermined)
    var generator = SplitMix64(seed: 3)
    let learned = regression.gradientDescent(using: &generator)
    #expect(largest(learned.kernel, kernel) < 1e-3)
    #expect(learned.losses[0] > 1 && learned.losses[learned.losses.count - 1] < 1e-9)
    #expect(learned.explained > 0.999_999)
  }

  @Test("kernels of even and unequal sides keep their anchor, on outputs that shrink as well")
  func anchor() throws {
    let kernel = Kernel(rows: [[1, 2, -3, 4], [0, -1, 5, 2]])
    let input = Image.random(height: 31, width: 29, real: true)
    for size in [OutputSize.same, .valid] {
      let output = try Convolution([kernel], outputSize: size)(input)
      var regression = KernelRegression(size: kernel.size)
      try regression.add(input: input, output: output)
      #expect(largest(regression.leastSquares().kernel, kernel) < 1e-3)
    }
  }

  @Test("noise of two levels leaves an error that the standard errors tell")
  func noise() throws {
    let input = Image.random(height: 220, width: 240)
    var output = try input.convolved(with: kernel)
    var generator = SplitMix64(seed: 8)
    for index in output.samples.indices {
      let normal = (0..<12).reduce(Float(-6)) { sum, _ in sum + generator.unit() }
      output.samples[index] += 2 * normal
    }
    var regression = KernelRegression(size: kernel.size)
    try regression.add(input: input, output: output)
    let fit = regression.leastSquares()
    #expect(largest(fit.kernel, kernel) < 2e-2)
    #expect(abs(fit.residual - 2) < 0.1)
    let errors = zip(fit.kernel.coefficients, kernel.coefficients).map { $0 - $1 }
    let shares = zip(errors, fit.standardErrors).map { $0 * $0 / ($1 * $1) }
    // The mean of 25 squares of standard normal numbers: 1 ± 0.28.
    let mean = shares.reduce(0, +) / 25
    #expect((0.2...2.2).contains(mean))
  }

  @Test("images that do not determine the kernel are told from those that do")
  func undetermined() throws {
    let ramp = Image(rows: (0..<20).map { y in (0..<20).map { Float(y + 2 * $0) } })
    let output = try ramp.convolved(with: .sobelX)
    var regression = KernelRegression(size: Size2D(3))
    try regression.add(input: ramp, output: output)
    let fit = regression.leastSquares()
    #expect(!fit.isDetermined && fit.rank == 2 && fit.residual < 1e-6)
  }

  @Test("clipped outputs and values that are not finite are left out")
  func clipping() throws {
    var input = Image.random(height: 60, width: 60)
    var output = try input.convolved(with: .laplacian)
    output.samples = output.samples.map { min(max($0, 0), 255) }
    input.samples[1830] = .nan
    var regression = KernelRegression(size: Size2D(3))
    try regression.add(input: input, output: output, levels: 0...255)
    #expect(regression.clipped > 1000)
    #expect(largest(regression.leastSquares().kernel, .laplacian) < 1e-3)
  }

  @Test("images that do not belong together are refused")
  func shapes() {
    let image = Image.random(height: 9, width: 9)
    for other in [Image.random(height: 8, width: 9), .random(height: 9, width: 9, channels: 3)] {
      var regression = KernelRegression(size: Size2D(3))
      #expect(throws: ShapeError.self) { try regression.add(input: image, output: other) }
    }
    var regression = KernelRegression(size: Size2D(11))
    #expect(throws: ShapeError.self) { try regression.add(input: image, output: image) }
  }
}
