import ConvCore
import TestSupport
import Testing

@Suite("Filters that span the depth")
struct FilterBankTests {
  private let image = Image.random(height: 32, width: 32, channels: 3)

  @Test("a 5×5×3 kernel on 32×32×3 gives one 28×28 map")
  func oneMap() throws {
    let kernel = Kernel.random(height: 5, width: 5, depth: 3)
    let map = try Convolution([kernel], outputSize: .valid)(image)
    #expect(map.shape == ImageShape(height: 28, width: 28, channels: 1))
    #expect(
      map.samples.map(Double.init) == Naive.filtered(image, kernel, border: .zero, valid: true))
  }

  @Test("six of them give a stack of 28×28×6")
  func sixMaps() throws {
    let kernels = (0..<6).map { Kernel.random(height: 5, width: 5, depth: 3, seed: UInt64($0)) }
    for engine in Engine.available {
      let stack = try Convolution(kernels, outputSize: .valid)(image, engine: engine)
      #expect(stack.shape == ImageShape(height: 28, width: 28, channels: 6))
      for (index, kernel) in kernels.enumerated() {
        let map = stride(from: index, to: stack.samples.count, by: 6).map { stack.samples[$0] }
        let expected = Naive.filtered(image, kernel, border: .zero, valid: true)
        #expect(map.map(Double.init) == expected, "map \(index), \(engine.name)")
      }
    }
  }

  @Test("strides, dilation and borders hold for depth as well", arguments: Border.examples)
  func geometry(border: Border) throws {
    let image = Image.random(height: 7, width: 10, channels: 4)
    let kernel = Kernel.random(height: 3, width: 2, depth: 4)
    let stride = Stride2D(y: 2, x: 3)
    let map = try Convolution([kernel], border: border, stride: stride, dilation: 2)(image)
    let expected = Naive.filtered(image, kernel, border: border, stride: stride, dilation: 2)
    #expect(map.samples.map(Double.init) == expected)
  }

  @Test("a kernel of another depth than the image is refused with both shapes")
  func wrongDepth() {
    let correlation = Convolution([.random(height: 3, width: 3, depth: 4)])
    #expect {
      try correlation.outputShape(for: ImageShape(height: 9, width: 9, channels: 3))
    } throws: { error in
      "\(error)".contains("3×3×4") && "\(error)".contains("3 channels")
    }
  }

  @Test("magnitude and maximum combine several kernels channel by channel")
  func combinations() throws {
    let image = Image.random(height: 5, width: 8, channels: 3)
    let x = Kernel.random(height: 3, width: 3, seed: 3)
    let y = Kernel.random(height: 3, width: 3, seed: 4)
    let (gx, gy) = (
      Naive.filtered(image, x, border: .replicate), Naive.filtered(image, y, border: .replicate)
    )
    let magnitude = try Convolution([x, y], combination: .magnitude)(image)
    let expected = zip(gx, gy).map { ($0 * $0 + $1 * $1).squareRoot() }
    let difference = largestDifference(
      magnitude.samples.map(Double.init), expected, relativeTo: expected.max() ?? 1)
    #expect(difference <= Tolerance.reordered)
    let maximum = try Convolution([x, y], combination: .maximum)(image)
    #expect(maximum.samples.map(Double.init) == zip(gx, gy).map { max($0, $1) })
  }
}
