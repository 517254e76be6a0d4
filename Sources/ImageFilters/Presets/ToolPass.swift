package import ConvCore

/// One pass of a filter of another program.
package struct ToolPass: Sendable {
  /// One kernel, or the two of a magnitude, in convolution orientation.
  package var kernels: [Kernel]
  /// The order of sums, where it is not that of the convention.
  package var order: SumOrder?
  /// Steps before all others, such as the division by the number of cells.
  package var gain: [LevelStep] = []
  /// The border, where it is not that of the convention.
  package var border: Border?
  /// The anchor, where it is not that of the convention.
  package var anchor: ToolConvention.Anchor?

  /// Creates a pass of one kernel, or of a magnitude.
  package init(
    _ kernels: Kernel..., order: SumOrder? = nil, gain: [LevelStep] = [], border: Border? = nil,
    anchor: ToolConvention.Anchor? = nil
  ) {
    self.kernels = kernels
    self.order = order
    self.gain = gain
    self.border = border
    self.anchor = anchor
  }

  /// A pass whose kernel is the product of a column and a row of the same, symmetric weights.
  static func product(_ weights: [Double], gain: [LevelStep] = []) -> ToolPass {
    ToolPass(
      Kernel(vertical: weights, horizontal: weights),
      order: .separable(vertical: weights, horizontal: weights), gain: gain)
  }

  /// Whether the pass is computed down columns or along rows.
  var isSeparable: Bool {
    if case .separable? = order { true } else { false }
  }
}
