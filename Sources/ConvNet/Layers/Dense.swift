public import ConvCore
import RowLoops

/// A dense layer: every output depends on every input.
///
///     y[o] = activation(b[o] + Σ_f w[o, f] · x[f])
///     ∂L/∂x[f] = Σ_o w[o, f] · ∂L/∂y[o],   ∂L/∂w[o, f] = ∂L/∂y[o] · x[f]
///
/// Shape: F features (C×H×W, flattened in that order) → O×1×1.
public struct Dense: StoredLayer, Hashable {
  /// The weights O×F and the biases O, in this order; empty before the layer is built.
  public var parameters: [Parameter]
  /// The function applied to the sums.
  public let activation: Activation
  /// The number of input features; 0 before the layer is built.
  public let inputs: Int
  /// The number of output features; 0 for the number of classes, before the layer is built.
  public let outputs: Int
  /// The distribution of the weights, until the layer is built.
  private let initialization: Initialization?

  /// The name of the kind in summaries and model files, as in Keras.
  public static let kind = "Dense"

  /// Creates a layer that gets random weights and zero biases when the network is built.
  ///
  /// - Parameters:
  ///   - outputs: Features of the output; the number of classes unless given.
  ///   - activation: What is done to the sums.
  ///   - initialization: The distribution of the weights; He's before a rectifier unless given,
  ///     Glorot's otherwise.
  public init(
    _ outputs: Int? = nil, activation: Activation = .linear, initialization: Initialization? = nil
  ) {
    precondition(outputs ?? 1 > 0, "\(outputs ?? 0) outputs")
    self.outputs = outputs ?? 0
    self.activation = activation
    self.initialization = initialization ?? (activation == .relu ? .he : .glorot)
    inputs = 0
    parameters = []
  }

  /// Creates a layer with random weights and zero biases.
  public init(
    inputs: Int, outputs: Int, activation: Activation = .linear,
    initialization: Initialization = .glorot, using generator: inout SplitMix64
  ) {
    precondition(inputs > 0 && outputs > 0)
    self.init(
      weight: initialization.values(
        count: outputs * inputs, fanIn: inputs, fanOut: outputs, using: &generator),
      bias: [Float](repeating: 0, count: outputs), inputs: inputs, activation: activation)
  }

  /// Creates a layer from given weights, with one output for each bias.
  ///
  /// - Parameters:
  ///   - weight: O×F values.
  ///   - bias: O values.
  ///   - inputs: Features of the input.
  ///   - activation: What is done to the sums.
  /// - Precondition: `weight` has O×F values.
  public init(
    weight: [Float], bias: [Float], inputs: Int, activation: Activation = .linear
  ) {
    precondition(inputs > 0 && !bias.isEmpty)
    self.inputs = inputs
    outputs = bias.count
    self.activation = activation
    initialization = nil
    parameters = [
      Parameter(name: "weight", shape: [bias.count, inputs], values: weight),
      Parameter(name: "bias", shape: [bias.count], values: bias),
    ]
  }

  /// Returns a layer for the features of the input.
  public func built(with setup: inout LayerSetup) throws(ShapeError) -> Dense {
    guard let initialization else { return self }
    return Dense(
      inputs: setup.input.count, outputs: outputs > 0 ? outputs : setup.classes,
      activation: activation, initialization: initialization, using: &setup.generator)
  }

  /// Returns the shape O×1×1 of the output.
  ///
  /// - Throws: `ShapeError` when the input does not have F values.
  public func outputShape(for input: TensorShape) throws(ShapeError) -> TensorShape {
    guard input.count == inputs else {
      throw ShapeError("Dense of \(inputs) inputs does not suit \(input)")
    }
    return TensorShape(channels: outputs, height: 1, width: 1)
  }

  /// Computes y for the 16 images.
  public func forward(
    _ input: Tensor, into output: inout Tensor, scratch: inout LayerScratch, pass: LayerContext
  ) {
    multiply(
      input.values, parameters[0].values, features: inputs, into: &output.values, &scratch, pass)
    for o in 0..<outputs {
      var span = output.values.mutableSpan
      pass.engine.loops.addBias(
        &span, at: o * Tensor.lanes, count: Tensor.lanes, bias: parameters[1].values[o],
        rectify: activation == .relu)
    }
  }

  /// Computes ∂L/∂w, ∂L/∂b = ∂L/∂y and, if `pass` needs it, ∂L/∂x.
  public func backward(
    _ input: inout Tensor, outputGradient: inout Tensor, parameterGradients: inout [[Float]],
    scratch: inout LayerScratch, pass: LayerContext
  ) {
    let gradient = outputGradient.values
    precondition(gradient.count == outputs * Tensor.lanes)
    precondition(input.values.count == inputs * Tensor.lanes)
    precondition(
      parameterGradients[0].count == outputs * inputs && parameterGradients[1].count == outputs)
    var biases = parameterGradients[1].mutableSpan
    pass.engine.loops.sumLanes(gradient.span, into: &biases, at: 0, count: outputs)
    let offsets = scratch.featureOffsets(inputs)
    LayerScratch.grow(&scratch.passing.sums, to: outputs * inputs * Tensor.lanes)
    var lanes = scratch.passing.sums.mutableSpan
    pass.engine.loops.weightGradients(
      input.values.span, from: 0, inputRow: 0,
      offsets: offsets.span.extracting(first: inputs), gradient.span,
      from: 0, gradientRow: 0, gradientPlane: Tensor.lanes, outputs: outputs, rows: 1, width: 1,
      into: &lanes, at: 0)
    var span = parameterGradients[0].mutableSpan
    pass.engine.loops.sumLanes(
      scratch.passing.sums.span, into: &span, at: 0, count: outputs * inputs)
    guard pass.needsInputGradient else { return }
    LayerScratch.grow(&scratch.passing.weights, to: outputs * inputs)
    let rows = parameters[0].values
    var turned = scratch.passing.weights.mutableSpan
    pass.engine.loops.interleave(
      rows.span, from: 0, planes: outputs, planeStride: inputs, into: &turned,
      at: 0, count: inputs)
    let weights = scratch.passing.weights
    scratch.exchange(&input)
    multiply(gradient, weights, features: outputs, into: &input.values, &scratch, pass)
    input.applyReLUGradient(through: pass.inputActivation, output: scratch.savedInput, pass.engine)
  }

  /// Checks the sizes, then runs the layer as a correlation whose taps are the features.
  private func multiply(
    _ input: [Float], _ weights: [Float], features: Int, into output: inout [Float],
    _ scratch: inout LayerScratch, _ pass: LayerContext
  ) {
    let results = output.count / Tensor.lanes
    precondition(input.count == features * Tensor.lanes && weights.count >= features * results)
    let offsets = scratch.featureOffsets(features)
    var span = output.mutableSpan
    pass.engine.loops.correlate(
      input.span, from: 0, offsets: offsets.span.extracting(first: features),
      weights: weights.span, outputs: results,
      into: &span, at: 0, outputStride: Tensor.lanes, count: Tensor.lanes)
  }
}

extension LayerScratch {
  /// Returns the offsets of at least `count` features in a flat tensor.
  fileprivate mutating func featureOffsets(_ count: Int) -> [Int] {
    if offsets.count < count { offsets = (0..<count).map { $0 * Tensor.lanes } }
    return offsets
  }
}

extension Dense: GatingLayer {}

extension Dense {
  /// The numbers of features and the activation.
  public var settings: LayerSettings {
    var settings = LayerSettings(["inputs": .integer(inputs), "outputs": .integer(outputs)])
    settings.set(activation)
    return settings
  }

  /// Returns the weights O×F and the biases O.
  public static func parameterShapes(
    _ settings: LayerSettings
  ) throws(ShapeError) -> [ParameterShape] {
    let outputs = try settings.integer("outputs")
    return [
      ParameterShape("weight", [outputs, try settings.integer("inputs", in: 1...(1 << 24))]),
      ParameterShape("bias", [outputs]),
    ]
  }

  /// Creates the layer from a model file.
  public init(settings: LayerSettings, parameters: [Parameter]) throws(ShapeError) {
    self.init(
      weight: parameters[0].values, bias: parameters[1].values,
      inputs: try settings.integer("inputs", in: 1...(1 << 24)),
      activation: try settings.activation())
  }
}
