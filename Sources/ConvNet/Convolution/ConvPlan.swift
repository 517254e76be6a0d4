import ConvCore

/// How a convolution of one geometry runs over inputs of one shape; made once, kept in the scratch.
final class ConvPlan: Sendable {
  let geometry: ConvGeometry
  let layout: ConvLayout
  let canvas: DilatedGradient
  private let winograd: WinogradConvolution?

  init(_ geometry: ConvGeometry, input: TensorShape, output: TensorShape) {
    self.geometry = geometry
    layout = ConvLayout(geometry, input: input, output: output)
    canvas = DilatedGradient(geometry, input: input, output: output)
    winograd = WinogradConvolution(geometry, input: input, output: output)
  }

  /// The way with fewer algorithm, where there is one and the pass wants it, forth and back.
  func winograd(for pass: LayerContext) -> WinogradConvolution? {
    pass.isTraining || pass.algorithm == .winograd ? winograd : nil
  }

  func suits(_ geometry: ConvGeometry, _ input: TensorShape) -> Bool {
    self.geometry == geometry && layout.input == input
  }
}

extension LayerScratch {
  /// The plan for a geometry and a shape; a new one clears what an old one left behind.
  mutating func plan(
    _ geometry: ConvGeometry, input: TensorShape, output: TensorShape
  ) -> ConvPlan {
    if let convPlan, convPlan.suits(geometry, input) { return convPlan }
    self = LayerScratch()
    let plan = ConvPlan(geometry, input: input, output: output)
    convPlan = plan
    return plan
  }
}
