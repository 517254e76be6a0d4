import ConvCore
import ConvNet
import FeatureMaps

/// The classical kernel that is most like each learned one.
///
/// The likeness of two kernels is Σ w·k / √(Σ w² · Σ k²), both as convolutions are written: 1 for
/// equal ones but for a positive factor, −1 for a negative factor.
struct NearestKernels: Encodable {
  /// By unit, then by input map: the number of the classical kernel.
  let numbers: [Int]
  /// The likeness, in the same order, rounded to three decimals.
  let likeness: [Double]

  /// Compares the kernels of a layer with the classical ones of the same size.
  ///
  /// - Returns: `nil` when no classical kernel has the size.
  init?(_ layer: Conv2D, among classical: [KernelRecord]) {
    let candidates = classical.enumerated().filter { $0.element.kernel.size == layer.kernelSize }
    guard !candidates.isEmpty else { return nil }
    var (numbers, likeness): ([Int], [Double]) = ([], [])
    for kernel in layer.kernels {
      for channel in 0..<kernel.depth {
        let weights = stride(from: channel, to: kernel.coefficients.count, by: kernel.depth)
          .map { kernel.coefficients[$0] }
        let all = candidates.map { ($0.offset, Self.likeness(weights, $0.element.kernel)) }
        let best = all.max { abs($0.1) < abs($1.1) - 1e-9 } ?? (0, 0)
        numbers.append(best.0)
        likeness.append((best.1 * 1000).rounded() / 1000)
      }
    }
    (self.numbers, self.likeness) = (numbers, likeness)
  }

  private static func likeness(_ weights: [Double], _ kernel: Kernel) -> Double {
    let cells = kernel.coefficients
    let products = zip(weights, cells).reduce(0) { $0 + $1.0 * $1.1 }
    let sizes = weights.reduce(0) { $0 + $1 * $1 } * cells.reduce(0) { $0 + $1 * $1 }
    return sizes > 0 && products.isFinite && sizes.isFinite ? products / sizes.squareRoot() : 0
  }
}
