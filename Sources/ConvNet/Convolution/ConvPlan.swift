import ConvCore

/// The plan of a convolution for one geometry and one input shape, kept in the scratch.
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

  /// Returns the Winograd plan, or `nil` for the direct algorithm.
  ///
  /// Training uses Winograd wherever the layer suits it; inference only if the pass asks for it.
  func winograd(for pass: LayerContext) -> WinogradConvolution? {
    pass.isTraining || pass.algorithm == .winograd ? winograd : nil
  }

  func suits(_ geometry: ConvGeometry, _ input: TensorShape) -> Bool {
    self.geometry == geometry && layout.input == input
  }
}

extension LayerScratch {
  /// Returns the plan for a geometry and a shape.
  ///
  /// A new plan clears all scratch of the old plan.
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
