import ConvCore
import TestSupport
import Testing

/// One case of `scipy_convolution.json`.
struct ConvolutionCase: Decodable, Sendable, CustomTestStringConvertible {
  let name: String
  let dtype: String
  let height, width, channels: Int
  let input: [Float]
  let kernelHeight, kernelWidth: Int
  let kernel: [Double]
  let border: String
  let correlate: Bool
  let outputHeight, outputWidth: Int
  let expected: [Double]

  var testDescription: String { name }

  struct File: Decodable { let cases: [ConvolutionCase] }

  static let all: [ConvolutionCase] =
    (try? Fixtures.load("scipy_convolution.json", as: File.self).cases) ?? []

  var image: Image {
    Image(
      shape: ImageShape(height: height, width: width, channels: channels), samples: input)
  }

  var asKernel: Kernel {
    Kernel(size: Size2D(height: kernelHeight, width: kernelWidth), coefficients: kernel)
  }

  var asBorder: Border {
    switch border {
    case "zero", "valid": .zero
    case "replicate": .replicate
    case "symmetric": .symmetric
    case "reflect101": .reflect101
    case "wrap": .wrap
    default: .constant(7.5)
    }
  }

  /// The bound of a response: float sums are compared relative to it.
  var largest: Double {
    max(1, Double(input.map { abs($0) }.max() ?? 1)) * asKernel.absoluteSum
  }
}
