import ConvCore
import Foundation
import TestSupport
import Testing

/// `opencv_filters.json`.
private struct OpenCVFile: Decodable {
  struct Parameters: Decodable {
    let size: Int?
    let sigma: Double?
    let direction: String?
  }
  struct Case: Decodable {
    let name: String
    let filter: String
    let parameters: Parameters
    let kernel: [Double]?
    let expected: [Double]
  }
  let height, width: Int
  let input: [Float]
  let cases: [Case]
}

@Suite("Filters against OpenCV")
struct OpenCVTests {
  @Test("median, derivatives, Gaussian and box give OpenCV's values")
  func equalsOpenCV() throws {
    let file = try Fixtures.load("opencv_filters.json", as: OpenCVFile.self)
    let image = Image(
      shape: ImageShape(height: file.height, width: file.width, channels: 1), samples: file.input)
    #expect(file.cases.count == 9)
    for test in file.cases {
      let operation = try #require(self.operation(for: test), "\(test.name)")
      let response = try operation(image)
      // OpenCV's Gaussian and box differ from the exact sums by up to 4·10⁻⁵, ours by as much again.
      let isExact = !["gaussian", "box"].contains { test.filter == $0 }
      let difference = largestDifference(response.samples.map(Double.init), test.expected)
      #expect(difference <= (isExact ? 0 : 2e-4), "\(test.name): \(difference)")
    }
  }

  private func operation(for test: OpenCVFile.Case) -> (any RowOperation)? {
    let name = test.filter
    if name.contains("median") { return MedianFilter(side: test.parameters.size ?? 3) }
    let kernel: Kernel? =
      if name.contains("gauss") {
        // OpenCV was told to cut the kernel at 13 samples, 4σ of 1.5.
        .gaussian(sigma: test.parameters.sigma ?? 1.5)
      } else if name.contains("box") {
        .box(side: test.parameters.size ?? 5)
      } else if name.contains("laplac") {
        .laplacian
      } else if name.contains("sobel") {
        test.parameters.direction == "x" ? .sobelX : .sobelY
      } else if name.contains("scharr") {
        test.parameters.direction == "x" ? .scharrX : .scharrY
      } else {
        nil
      }
    return kernel.map { Convolution([$0]) }
  }
}
