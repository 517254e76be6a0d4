import ConvCore
import ImageFilters

/// The line `method` of `--explain`: the algorithm, its cost, and the rejected alternatives.
struct MethodText {
  let stage: FilterStage
  let type: SampleType

  init(_ stage: FilterStage, _ type: SampleType) {
    self.stage = stage
    self.type = type
  }

  var text: String {
    guard let convolution = stage.convolution else { return stage.filter.method }
    let plan = convolution.plan(for: type)
    let chosen = plan.candidates.first { $0.algorithm == plan.algorithm }
    let others = plan.candidates.filter { $0.algorithm != plan.algorithm }
    var text = describe(plan.algorithm)
    if let chosen { text += ", estimated at \(rounded(chosen.cost))" }
    if convolution.method != .automatic { text += ", as asked" }
    guard !others.isEmpty else { return text }
    return text + " (rejected: "
      + others.map { "\(shortName($0.algorithm)) \(rounded($0.cost))" }.joined(separator: ", ")
      + ")"
  }

  private func rounded(_ cost: Double) -> String { String(Int(cost.rounded())) }

  private func shortName(_ algorithm: ConvolutionPlan.Algorithm) -> String {
    switch algorithm {
    case .integer: "integer"
    case .taps, .tile: "direct in floats"
    case .box: "sliding sums"
    case .factors: "separable"
    case .fourier: "fft"
    }
  }

  private func describe(_ algorithm: ConvolutionPlan.Algorithm) -> String {
    let size = stage.kernels[0].size
    let products = size.height * size.width * stage.kernels[0].depth
    let each =
      stage.kernels.count > 1 ? "\(stage.kernels.count) kernels of \(products)" : "\(products)"
    switch algorithm {
    case .integer: return "direct: \(each) products a pixel, in exact 16-bit integers"
    case .taps, .tile: return "direct: \(each) products a pixel"
    case .box: return "sliding sums of integers, whatever the size"
    case .fourier(let tile): return "fft: tiles of \(tile.size) pixels in the frequency domain"
    case .factors(let factors):
      return "separable: \(passes(factors)) products a pixel, not \(products)"
    }
  }

  /// Returns the numbers of products in the columns and in the rows of all factors.
  private func passes(_ factors: [Kernel.Factors]) -> String {
    let sums = factors.map { "\($0.rows.count) + \($0.columns.count)" }
    if sums.count == 1 { return sums[0] }
    return Set(sums).count == 1
      ? "\(sums.count) × (\(sums[0]))" : sums.map { "(\($0))" }.joined(separator: " + ")
  }
}
