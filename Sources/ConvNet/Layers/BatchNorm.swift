public import ConvCore
import RowLoops

/// Batch normalization: every channel gets mean β and standard deviation γ (Ioffe and Szegedy, 2015).
///
///     y = activation((x − μ) / √(σ² + ε) · γ + β)
///
/// Shape: C×H×W → C×H×W; μ, σ², γ and β are one number a channel.
///
/// While training, μ and σ² are those of the 16 images of a group over all rows and columns ("ghost
/// batches", Hoffer et al., 2017): groups depend on no thread, so the bits do not either. A group at
/// the end of an epoch that holds fewer images takes the statistics of those it holds; an image
/// alone is normalized by the running averages, as images are in use.
///
/// The running averages follow the mean of the groups' statistics by a tenth a step, as in PyTorch,
/// σ² with the divisor N − 1. The layer passes the gradient through μ and σ²:
///
///     ∂L/∂β = Σ ∂L/∂y,   ∂L/∂γ = Σ ∂L/∂y · x̂,   x̂ = (x − μ) / √(σ² + ε)
///     ∂L/∂x = γ / √(σ² + ε) · (∂L/∂y − ∂L/∂β / N − x̂ · ∂L/∂γ / N)
public struct BatchNorm: StoredLayer, Hashable {
  /// The weights γ, the biases β, the running means and the running variances, each of C values;
  /// empty before the layer is built.
  public var parameters: [Parameter]
  /// The function applied to the normalized values.
  public let activation: Activation
  /// The number ε that is added to the variance.
  public let epsilon: Float

  /// The number of channels; 0 before the layer is built.
  public var channels: Int { parameters.first?.values.count ?? 0 }

  /// The name of the kind in summaries and model files, as in Keras.
  public static let kind = "BatchNormalization"

  /// Creates a layer that is built for the channels of its input: γ = 1, β = 0.
  public init(epsilon: Float = 1e-5, activation: Activation = .linear) {
    precondition(epsilon > 0 && epsilon.isFinite, "an epsilon of \(epsilon)")
    self.epsilon = epsilon
    self.activation = activation
    parameters = []
  }

  /// Creates a layer from given values, one of each for a channel.
  ///
  /// - Precondition: All arrays have the same number of values, at least one.
  public init(
    weight: [Float], bias: [Float], runningMean: [Float], runningVariance: [Float],
    epsilon: Float = 1e-5, activation: Activation = .linear
  ) {
    self.init(epsilon: epsilon, activation: activation)
    let shape = [weight.count]
    precondition(!weight.isEmpty)
    parameters = [
      Parameter(name: "weight", shape: shape, values: weight),
      Parameter(name: "bias", shape: shape, values: bias),
      Parameter(name: "running_mean", shape: shape, values: runningMean, isTrained: false),
      Parameter(name: "running_var", shape: shape, values: runningVariance, isTrained: false),
    ]
  }

  /// Each output depends on the pixel at its place.
  public var window: LayerWindow { .pixel }

  /// Returns a layer for the channels of the input.
  public func built(with setup: inout LayerSetup) throws(ShapeError) -> BatchNorm {
    guard parameters.isEmpty else { return self }
    let zeros = [Float](repeating: 0, count: setup.input.channels)
    let ones = [Float](repeating: 1, count: setup.input.channels)
    return BatchNorm(
      weight: ones, bias: zeros, runningMean: zeros, runningVariance: ones, epsilon: epsilon,
      activation: activation)
  }

  /// Returns the shape of the input.
  ///
  /// - Throws: `ShapeError` when the input has another number of channels.
  public func outputShape(for input: TensorShape) throws(ShapeError) -> TensorShape {
    guard input.channels == channels else {
      throw ShapeError("BatchNormalization of \(channels) channels does not suit \(input)")
    }
    return input
  }

  /// Whether the images of a pass are normalized by their own statistics.
  private func usesOwnStatistics(_ pass: LayerContext) -> Bool {
    pass.isTraining && pass.images > 1
  }

  /// Normalizes all channels; keeps the means and the variances + ε for `backward`.
  public func forward(
    _ input: Tensor, into output: inout Tensor, scratch: inout LayerScratch, pass: LayerContext
  ) {
    let count = input.shape.plane * Tensor.lanes
    precondition(input.values.count == channels * count && output.values.count == channels * count)
    let (means, variances, sums) = (0, 1, 2)
    scratch.reserve(means, count: channels)
    scratch.reserve(variances, count: channels)
    scratch.reserve(sums, count: 2 * Tensor.lanes)
    var span = output.values.mutableSpan
    for channel in 0..<channels {
      var moments = Moments(
        mean: parameters[2].values[channel], variance: parameters[3].values[channel])
      if usesOwnStatistics(pass) {
        moments = Moments(
          input.values, channel * count, input.shape.plane, sums: &scratch.buffers[sums], pass)
      }
      scratch.buffers[means][channel] = moments.mean
      scratch.buffers[variances][channel] = moments.variance
      let step = NormalizationStep(
        mean: moments.mean, factor: factor(channel, moments.variance),
        bias: parameters[1].values[channel])
      pass.engine.loops.normalize(
        input.values.span, from: channel * count, step, rectify: activation == .relu, into: &span,
        at: channel * count, count: count)
    }
  }

  private func factor(_ channel: Int, _ variance: Float) -> Float {
    parameters[0].values[channel] / (variance + epsilon).squareRoot()
  }

  /// Computes ∂L/∂γ, ∂L/∂β and, if `pass` needs it, ∂L/∂x; reports the statistics of the group.
  public func backward(
    _ input: inout Tensor, outputGradient: inout Tensor, parameterGradients: inout [[Float]],
    scratch: inout LayerScratch, pass: LayerContext
  ) {
    let (plane, count) = (input.shape.plane, input.shape.plane * Tensor.lanes)
    let total = Float(pass.images * plane)
    let mask = (0..<Tensor.lanes).map { Float($0 < pass.images ? 1 : 0) }
    for channel in 0..<channels {
      let (mean, variance) = (scratch.buffers[0][channel], scratch.buffers[1][channel])
      var sums = scratch.buffers[2].mutableSpan
      pass.engine.loops.sumProducts(
        outputGradient.values.span, input.values.span, from: channel * count, positions: plane,
        mean: mean, into: &sums, at: 0)
      let slopes = Moments.total(scratch.buffers[2], 0, Tensor.lanes)
      let products = Moments.total(scratch.buffers[2], Tensor.lanes, Tensor.lanes)
      parameterGradients[0][channel] = products / (variance + epsilon).squareRoot()
      parameterGradients[1][channel] = slopes
      let unbiased = usesOwnStatistics(pass) ? variance * (total / (total - 1)) : variance
      parameterGradients[2][channel] = mean * Float(pass.images)
      parameterGradients[3][channel] = unbiased * Float(pass.images)
      guard pass.needsInputGradient else { continue }
      let own = usesOwnStatistics(pass)
      let step = NormalizationGradient(
        mean: mean, factor: factor(channel, variance), offset: own ? slopes / total : 0,
        slope: own ? products / total / (variance + epsilon) : 0)
      var values = input.values.mutableSpan
      pass.engine.loops.normalizeGradient(
        &values, outputGradient.values.span, from: channel * count, positions: plane, step,
        mask: mask.span, isGated: pass.inputActivation == .relu)
    }
  }
}

extension BatchNorm: GatingLayer {}

/// The mean and the variance of one channel over the images of a group.
private struct Moments {
  var mean: Float
  var variance: Float

  init(mean: Float, variance: Float) {
    self.mean = mean
    self.variance = variance
  }

  /// Computes the moments of one channel.
  ///
  /// - Parameters:
  ///   - values: The values of all channels, with 16 images in the lanes.
  ///   - start: The offset where the channel begins.
  ///   - positions: The number of pixels of the channel.
  ///   - sums: A buffer of 16 values.
  ///   - pass: The number of images, and the build of the loops.
  init(
    _ values: [Float], _ start: Int, _ positions: Int, sums: inout [Float], _ pass: LayerContext
  ) {
    let total = Float(pass.images * positions)
    var span = sums.mutableSpan
    pass.engine.loops.sumPlane(
      values.span, from: start, positions: positions, into: &span, at: 0)
    mean = Moments.total(sums, 0, pass.images) / total
    span = sums.mutableSpan
    pass.engine.loops.sumSquares(
      values.span, from: start, positions: positions, mean: mean, into: &span, at: 0)
    variance = Moments.total(sums, 0, pass.images) / total
  }

  /// Adds some lanes in their order.
  static func total(_ sums: [Float], _ first: Int, _ count: Int) -> Float {
    var total = 0.0
    for lane in first..<first + count { total += Double(sums[lane]) }
    return Float(total)
  }
}

extension BatchNorm {
  /// The number of channels, ε and the activation.
  public var settings: LayerSettings {
    var settings = LayerSettings(["channels": .integer(channels), "epsilon": .number(epsilon)])
    settings.set(activation)
    return settings
  }

  /// Returns the four parameters of C values.
  public static func parameterShapes(
    _ settings: LayerSettings
  ) throws(ShapeError) -> [ParameterShape] {
    let shape = [try settings.integer("channels")]
    return [
      ParameterShape("weight", shape), ParameterShape("bias", shape),
      ParameterShape("running_mean", shape, isTrained: false),
      ParameterShape("running_var", shape, isTrained: false),
    ]
  }

  /// Creates the layer from a model file.
  public init(settings: LayerSettings, parameters: [Parameter]) throws(ShapeError) {
    guard parameters[3].values.allSatisfy({ $0 >= 0 }) else {
      throw ShapeError("a variance below 0")
    }
    self.init(
      weight: parameters[0].values, bias: parameters[1].values,
      runningMean: parameters[2].values, runningVariance: parameters[3].values,
      epsilon: try settings.number(
        "epsilon", in: Float.leastNormalMagnitude...1, default: 1e-5),
      activation: try settings.activation())
  }
}
