import ConvCore
import Foundation

/// The passes that SciPy and scikit-image share.
enum SciPyPasses {
  /// A column and a row of the Gaussian, cut at 4σ.
  static func gaussian(_ sigma: Double, border: Border?) -> [ToolPass] {
    let weights = weights(sigma)
    return [
      ToolPass(
        Kernel(vertical: weights, horizontal: [1]), order: .pairedDoubles, border: border),
      ToolPass(
        Kernel(vertical: [1], horizontal: weights), order: .pairedDoubles, border: border),
    ]
  }

  /// The weights as `scipy.ndimage` computes them, to the last bit: levels that are cut depend on it.
  private static func weights(_ sigma: Double) -> [Double] {
    let radius = Int(4 * sigma + 0.5)
    let factor = -0.5 / (sigma * sigma)
    let samples = (-radius...radius).map { exp(factor * Double($0 * $0)) }
    let sum = sum(samples[...])
    return samples.map { $0 / sum }
  }

  /// The sum in the order of NumPy: eight sums side by side, halves of what is longer than 128.
  private static func sum(_ values: ArraySlice<Double>) -> Double {
    guard values.count >= 8 else { return values.reduce(0, +) }
    guard values.count <= 128 else {
      var half = values.count / 2
      half -= half % 8
      return sum(values.prefix(half)) + sum(values.dropFirst(half))
    }
    let whole = values.count / 8 * 8
    var sums = [Double](repeating: 0, count: 8)
    for (index, value) in values.prefix(whole).enumerated() { sums[index % 8] += value }
    let pairs = (sums[0] + sums[1]) + (sums[2] + sums[3])
    let result = pairs + ((sums[4] + sums[5]) + (sums[6] + sums[7]))
    return values.dropFirst(whole).reduce(result, +)
  }
}
