/// The algorithm that a convolution uses for samples of one type, with the alternatives and costs.
public struct ConvolutionPlan: Sendable {
  /// An algorithm for the sums.
  public enum Algorithm: Hashable, Sendable {
    /// Bytes times small integers, exact in 16 bits.
    case integer
    /// Tap by tap: kernels with gaps, strides, filters that span the depth.
    case taps
    /// All cells, gaps too, several output rows at a time.
    case tile
    /// Sliding sums of bytes, for a kernel of equal coefficients.
    case box
    /// Down the columns, then along the rows, for each pair of factors.
    case factors([Kernel.Factors])
    /// Overlapping tiles in the frequency domain.
    case fourier(FourierTile)
  }

  /// An algorithm that gives the result, and its estimated cost for one output value.
  public struct Candidate: Sendable {
    /// The algorithm.
    public let algorithm: Algorithm
    /// The cost in products of the dense loop, about 1/50 ns each on one core.
    public let cost: Double
  }

  /// The algorithm that is used.
  public let algorithm: Algorithm
  /// All algorithms that could be used, the cheapest first.
  public let candidates: [Candidate]
}

extension Convolution {
  /// Chooses the algorithm by cost estimates that were fitted to measurements.
  func makePlan(for type: SampleType) -> ConvolutionPlan {
    let candidates = candidates(for: type).sorted { $0.cost < $1.cost }
    let asked = candidates.first { method.allows($0.algorithm) }
    return ConvolutionPlan(algorithm: (asked ?? candidates[0]).algorithm, candidates: candidates)
  }

  /// The methods that can compute this convolution.
  public var methods: Set<Method> {
    Set(
      Method.allCases.filter { method in
        candidates(for: .float32).contains { method.allows($0.algorithm) }
      })
  }

  private func candidates(for type: SampleType) -> [ConvolutionPlan.Candidate] {
    var result: [ConvolutionPlan.Candidate] = []
    func add(_ algorithm: ConvolutionPlan.Algorithm, _ cost: Double) {
      result.append(ConvolutionPlan.Candidate(algorithm: algorithm, cost: cost))
    }
    let size = geometry.window
    let cells = Double(kernels.map(\.traits.cells).max() ?? 0)
    let maps = Double(kernels.count)
    let isPlain =
      kernels.count == 1 && !spansDepth && geometry.stride == .one && geometry.dilation == 1
    let gaps = isPlain ? kernels[0].coefficients.count - kernels[0].traits.cells : 1
    if isPlain { add(.tile, cells + Double(gaps) + 8) }
    if gaps > 0 {
      // Rows are copied first, which is the cost of a small kernel.
      add(.taps, (spansDepth && maps >= 4 ? 1.1 : 1.8) * cells * maps + (isPlain ? 35 : 8))
    }
    if fitsIntegers(type) { add(.integer, 0.7 * cells * maps + 3) }
    if isBox(type) {
      let levels = Double(size.width.bitWidth - size.width.leadingZeroBitCount)
      let fitsWords = type == .uint8 && BoxConvolution.sumsFitWords(size)
      add(.box, fitsWords ? 8 + 2 * levels : 10 + 4 * levels)
    }
    if let factors {
      let products = factors.reduce(0) {
        $0 + 1.8 * Double($1.columns.count) + 1.1 * Double($1.rows.count)
      }
      add(.factors(factors), products + 12)
    }
    // Integer kernels are exact, so the transform is used for them only on request.
    if let fourierTile, method == .fft || !kernels[0].isIntegral {
      add(.fourier(fourierTile), fourierTile.cost)
    }
    return result
  }

  /// Whether bytes can be summed exactly in 16 bits.
  private func fitsIntegers(_ type: SampleType) -> Bool {
    type == .uint8 && border.isByte && geometry.stride == .one && !spansDepth
      && kernels.allSatisfy { $0.isIntegral && $0.absoluteSum * 255 <= 32767 }
  }

  /// Whether all coefficients are equal, and sums of integer samples fit 32 bits.
  private func isBox(_ type: SampleType) -> Bool {
    let area = geometry.window.height * geometry.window.width
    let fits =
      switch type {
      case .uint8: border.isByte && area <= 1 << 22
      case .uint16: border.isWord && area <= 1 << 15
      case .float32: false
      }
    guard fits, geometry.stride == .one, geometry.dilation == 1, kernels.count == 1, !spansDepth
    else { return false }
    return kernels[0].traits.isUniform
  }
}

extension Convolution.Method {
  /// Whether an algorithm belongs to this method.
  func allows(_ algorithm: ConvolutionPlan.Algorithm) -> Bool {
    switch (self, algorithm) {
    case (.automatic, _), (.direct, .integer), (.direct, .taps), (.direct, .tile): true
    case (.separable, .factors), (.separable, .box), (.fft, .fourier): true
    default: false
    }
  }
}
