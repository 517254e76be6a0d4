public import ConvCore
import RowLoops

/// The leaky rectifier: x where x is not negative, a · x elsewhere (Maas et al., 2013).
public struct LeakyReLU: StoredLayer, Hashable {
  /// The slope a for negative values, in (0, 1].
  public let slope: Float

  /// The name of the kind in summaries and model files, as in Keras.
  public static let kind = "LeakyReLU"

  /// Creates a leaky rectifier.
  ///
  /// - Precondition: The slope is in (0, 1].
  public init(slope: Float = 0.01) {
    precondition(slope > 0 && slope <= 1, "a slope of \(slope)")
    self.slope = slope
  }

  /// Each output depends on the pixel at its place.
  public var window: LayerWindow { .pixel }

  /// Returns the shape of the input.
  public func outputShape(for input: TensorShape) throws(ShapeError) -> TensorShape { input }

  /// Computes x or a · x.
  public func forward(
    _ input: Tensor, into output: inout Tensor, scratch: inout LayerScratch, pass: LayerContext
  ) {
    output.copyValues(of: input, pass.engine)
    let count = output.values.count
    var span = output.values.mutableSpan
    pass.engine.loops.leak(&span, at: 0, count: count, slope: slope)
  }

  /// Multiplies the gradient by a where the input is negative.
  public func backward(
    _ input: inout Tensor, outputGradient: inout Tensor, parameterGradients: inout [[Float]],
    scratch: inout LayerScratch, pass: LayerContext
  ) {
    guard pass.needsInputGradient else { return }
    let count = input.values.count
    precondition(outputGradient.values.count == count)
    var span = outputGradient.values.mutableSpan
    pass.engine.loops.leakGradient(&span, output: input.values.span, count: count, slope: slope)
    input.adoptGradient(&outputGradient, pass)
  }
}

extension LeakyReLU: GatingLayer {}

extension LeakyReLU {
  /// The slope for negative values.
  public var settings: LayerSettings { LayerSettings(["slope": .number(slope)]) }

  /// Creates the layer from a model file.
  public init(settings: LayerSettings, parameters: [Parameter]) throws(ShapeError) {
    self.init(slope: try settings.number("slope", in: Float.leastNormalMagnitude...1))
  }
}
