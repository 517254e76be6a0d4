public import ConvCore
import RowLoops

/// Sets values to zero with a probability while training and scales the others by 1 / (1 − p), so
/// that their mean stays; hands everything on otherwise (Srivastava et al., 2014).
public struct Dropout: Layer, Hashable {
  /// The probability of being dropped, in [0, 1).
  public let rate: Float

  public var kind: String { "Dropout" }

  /// Creates a layer.
  public init(rate: Float) {
    precondition(rate >= 0 && rate < 1, "a dropout rate of \(rate)")
    self.rate = rate
  }

  public func outputShape(for input: TensorShape) throws(ShapeError) -> TensorShape { input }

  public func forward(
    _ input: Tensor, into output: inout Tensor, scratch: inout LayerScratch, pass: LayerContext
  ) {
    output.copyValues(of: input, pass.engine)
    if pass.isTraining { drop(&output.values, pass.seed) }
  }

  public func backward(
    _ input: inout Tensor, outputGradient: inout Tensor, parameterGradients: inout [[Float]],
    scratch: inout LayerScratch, pass: LayerContext
  ) {
    input.adoptGradient(&outputGradient, pass)
    if pass.isTraining && pass.needsInputGradient { drop(&input.values, pass.seed) }
  }

  /// The same seed drops the same values, so that both passes agree.
  private func drop(_ values: inout [Float], _ seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let scale = 1 / (1 - rate)
    for index in values.indices {
      values[index] = generator.unit() < rate ? 0 : values[index] * scale
    }
  }
}
