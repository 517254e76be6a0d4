import ConvCore
import Foundation

extension ToolConvention {
  /// OpenCV's `filter2D` and the functions that are made of it.
  static let openCV: ToolConvention = {
    var tool = ToolConvention(
      "opencv", title: "OpenCV", call: "cv2.filter2D(picture, -1, kernel)")
    tool.anchor = .upperMiddle
    tool.edge = .border(.reflect101)
    tool.order = .fusedFloats
    tool.sumsText = "float32, products fused with the addition"
    tool.levels = { [.round(.toNearestOrEven), .clip($0.maximum)] }
    tool.levelsText = "rounded to the nearest level, ties to even, and clipped"
    tool.named = [
      "gaussian": .passes("cv2.GaussianBlur(picture, (0, 0), S)", OpenCVGaussian.passes),
      "box": .passes("cv2.blur(picture, (N, N))") { values, _ in
        let side = Int(values[0])
        let ones = Kernel(
          size: Size2D(side), coefficients: Array(repeating: 1, count: side * side))
        return [ToolPass(ones, order: .doubles, gain: [.multiply(1 / Double(side * side))])]
      },
      "gabor": .refused(
        "cv2.getGaborKernel has other parameters and no zero sum: --kernel FILE takes its kernel"),
    ]
    tool.remarks = [
      "filter2D takes a Fourier transform for kernels of more than 11×11 cells, and processors "
        + "without fused products have no fused sums: levels beside a half may differ by 1 there.",
      "cv2.blur of an even N in 8 bits rounds ties in a way of its own, and is off by one there.",
    ]
    return tool
  }()
}

/// OpenCV's Gaussian: in fixed point for integers, exact to the bit.
private enum OpenCVGaussian {
  @Sendable static func passes(_ values: [Double], _ type: SampleType) -> [ToolPass] {
    let sigma = values[0]
    // Bytes see 3σ, others 4σ.
    let reach = sigma * (type == .uint8 ? 3 : 4) * 2 + 1
    let side = max(1, Int(reach.rounded(.toNearestOrEven)) | 1)
    let middle = Double(side - 1) / 2
    let bells = (0..<side).map {
      exp(-(Double($0) - middle) * (Double($0) - middle) / (2 * sigma * sigma))
    }
    let sum = bells.reduce(0, +)
    let weights = bells.map { $0 / sum }
    guard type != .float32 else {
      return [ToolPass(Kernel(vertical: weights, horizontal: weights), order: .doubles)]
    }
    let bits: Double = type == .uint8 ? 8 : 16
    let fixed = fixedPoint(weights, one: exp2(bits))
    let one = exp2(2 * bits)
    return [
      ToolPass(
        Kernel(vertical: fixed, horizontal: fixed), order: .doubles,
        gain: [.add(one / 2), .divide(one), .round(.down)])
    ]
  }

  /// Weights as integers that sum to `one`: what rounding leaves goes to the next weight, and to the
  /// middle at the end.
  private static func fixedPoint(_ weights: [Double], one: Double) -> [Double] {
    var result = weights
    var (rest, sum) = (0.0, 0.0)
    for index in 0..<weights.count / 2 {
      let exact = weights[index] * one + rest
      let rounded = exact.rounded(.toNearestOrEven)
      rest = exact - rounded
      (result[index], result[weights.count - 1 - index]) = (rounded, rounded)
      sum += 2 * rounded
    }
    result[weights.count / 2] = one - sum
    return result
  }
}
