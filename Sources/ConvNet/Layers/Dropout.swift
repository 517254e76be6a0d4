public import ConvCore
import RowLoops

/// A layer that sets random values to zero while training (Srivastava et al., 2014).
///
/// Each value is dropped with probability p; the others are scaled by 1 / (1 − p), so that the mean
/// stays the same. Outside training, the output is the input.
public struct Dropout: StoredLayer, Hashable {
  /// The probability p of dropping a value, in [0, 1).
  public let rate: Float

  /// The name of the kind in summaries and model files, as in Keras.
  public static let kind = "Dropout"

  /// Creates a layer with a dropout probability in [0, 1).
  public init(rate: Float) {
    precondition(rate >= 0 && rate < 1, "a dropout rate of \(rate)")
    self.rate = rate
  }

  /// Each output depends on the pixel at its place.
  public var window: LayerWindow { .pixel }

  /// Returns the shape of the input.
  public func outputShape(for input: TensorShape) throws(ShapeError) -> TensorShape { input }

  /// Copies the input; while training, drops values and scales the others.
  public func forward(
    _ input: Tensor, into output: inout Tensor, scratch: inout LayerScratch, pass: LayerContext
  ) {
    output.copyValues(of: input, pass.engine)
    if pass.isTraining { drop(&output.values, pass.seed) }
  }

  /// Moves the gradient to the input and drops the values that `forward` dropped.
  public func backward(
    _ input: inout Tensor, outputGradient: inout Tensor, parameterGradients: inout [[Float]],
    scratch: inout LayerScratch, pass: LayerContext
  ) {
    input.adoptGradient(&outputGradient, pass)
    if pass.isTraining && pass.needsInputGradient { drop(&input.values, pass.seed) }
  }

  /// Drops values; the same seed drops the same values in the forward and the backward pass.
  private func drop(_ values: inout [Float], _ seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let scale = 1 / (1 - rate)
    for index in values.indices {
      values[index] = generator.unit() < rate ? 0 : values[index] * scale
    }
  }
}

extension Dropout: GatingLayer {}

extension Dropout {
  /// The dropout probability.
  public var settings: LayerSettings { LayerSettings(["rate": .number(rate)]) }

  /// Creates the layer from a model file.
  public init(settings: LayerSettings, parameters: [Parameter]) throws(ShapeError) {
    self.init(rate: try settings.number("rate", in: 0...Float(1).nextDown))
  }
}
