import ConvCore
import Foundation

/// OpenCV's Gaussian: in fixed point for integers, exact to the bit.
enum OpenCVGaussian {
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
      return [.product(weights)]
    }
    let bits: Double = type == .uint8 ? 8 : 16
    let fixed = fixedPoint(weights, one: exp2(bits))
    let one = exp2(2 * bits)
    return [.product(fixed, gain: [.add(one / 2), .divide(one), .round(.down)])]
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
