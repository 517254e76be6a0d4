public import ConvCore

extension KernelRegression {
  /// Eigenvalues below this share of the largest are taken for 0: doubles hold 16 digits, and
  /// pictures have structure down to about 10⁻⁷.
  private static let smallestShare = 1e-11

  /// Returns the kernel of the smallest loss in closed form, A⁻¹·b.
  ///
  /// Where the images do not determine the kernel, the shortest of all kernels of that loss.
  public func leastSquares() -> KernelFit { leastSquares(spectrum) }

  private func leastSquares(_ spectrum: SymmetricEigenvalues) -> KernelFit {
    fit(solution(of: spectrum), losses: [], spectrum)
  }

  /// Computes both fits, for less than twice the work of one.
  ///
  /// - Parameters:
  ///   - generator: Draws the start of gradient descent.
  ///   - steps: The largest number of steps.
  /// - Returns: The kernel of gradient descent, and that of least squares.
  public func fits(
    using generator: inout SplitMix64, steps: Int = 100_000
  ) -> (learned: KernelFit, exact: KernelFit) {
    let spectrum = spectrum
    return (descent(spectrum, &generator, steps), leastSquares(spectrum))
  }

  /// Finds the kernel by gradient descent from a random start.
  ///
  /// Each step follows −∇L = −2/N · (A·h − b), with Nesterov's momentum for the curvature of this
  /// loss, until no cell changes by more than 10⁻⁹ of the largest.
  ///
  /// - Parameters:
  ///   - generator: Draws the start, from −1 to 1 for each cell.
  ///   - steps: The largest number of steps.
  /// - Returns: The kernel of the last step, its residual, and the loss of each step.
  public func gradientDescent(
    using generator: inout SplitMix64, steps: Int = 100_000
  ) -> KernelFit {
    descent(spectrum, &generator, steps)
  }

  private func descent(
    _ spectrum: SymmetricEigenvalues, _ generator: inout SplitMix64, _ steps: Int
  ) -> KernelFit {
    let n = Double(max(count, 1))
    let kept = spectrum.values.filter { $0 > limit(spectrum) }
    let (steepest, flattest) = (kept.max() ?? 1, kept.min() ?? 1)
    let root = (steepest / flattest).squareRoot()
    let momentum = (root - 1) / (root + 1)
    var kernel = moments.map { _ in 2 * Double(generator.unit()) - 1 }
    var ahead = kernel
    var losses = [loss(kernel)]
    for _ in 0..<steps {
      let gradient = products.indices.map { row in
        2 / n * (zip(products[row], ahead).reduce(0) { $0 + $1.0 * $1.1 } - moments[row])
      }
      let next = zip(ahead, gradient).map { $0 - $1 * n / (2 * steepest) }
      let change = zip(next, kernel).map { ($0 - $1).magnitude }.max() ?? 0
      ahead = zip(next, kernel).map { $0 + momentum * ($0 - $1) }
      kernel = next
      losses.append(loss(kernel))
      if change <= 1e-9 * (kernel.map(\.magnitude).max() ?? 0) { break }
    }
    return fit(kernel, losses: losses, spectrum)
  }

  /// L(h); rounding can make it a little less than 0.
  private func loss(_ kernel: [Double]) -> Double {
    var value = squares
    for (row, own) in zip(products, kernel).enumerated() {
      let mixed = zip(own.0, kernel).reduce(0) { $0 + $1.0 * $1.1 }
      value += own.1 * (mixed - 2 * moments[row])
    }
    return max(value, 0) / Double(max(count, 1))
  }

  private var spectrum: SymmetricEigenvalues { SymmetricEigenvalues(products) }

  private func limit(_ spectrum: SymmetricEigenvalues) -> Double {
    KernelRegression.smallestShare * (spectrum.values.max() ?? 0)
  }

  private func solution(of spectrum: SymmetricEigenvalues) -> [Double] {
    let limit = limit(spectrum)
    var solution = [Double](repeating: 0, count: moments.count)
    for (value, vector) in zip(spectrum.values, spectrum.vectors) where value > limit {
      let share = zip(vector, moments).reduce(0) { $0 + $1.0 * $1.1 } / value
      for cell in solution.indices { solution[cell] += share * vector[cell] }
    }
    return solution
  }

  private func fit(
    _ cells: [Double], losses: [Double], _ spectrum: SymmetricEigenvalues
  ) -> KernelFit {
    let (loss, limit, n) = (loss(cells), limit(spectrum), Double(max(count, 1)))
    let rank = spectrum.values.count { $0 > limit }
    let variance = squares / n - (sum / n) * (sum / n)
    let freedom = max(n - Double(rank), 1)
    let errors = cells.indices.map { cell in
      rank < cells.count
        ? Double.infinity
        : (zip(spectrum.values, spectrum.vectors).reduce(0) { total, pair in
          total + pair.1[cell] * pair.1[cell] / pair.0
        } * loss * n / freedom).squareRoot()
    }
    return KernelFit(
      kernel: Kernel(size: size, coefficients: cells), residual: loss.squareRoot(),
      explained: variance > 0 ? 1 - loss / variance : loss > 0 ? 0 : 1, standardErrors: errors,
      rank: rank, losses: losses)
  }
}
