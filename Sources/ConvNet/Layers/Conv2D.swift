public import ConvCore
import RowLoops

/// A convolutional layer: each filter spans the full depth of its input and gives one map.
///
///     y[o, m, n] = activation(
///       b[o] + Σ_{i, r, c} w[o, i, r, c] · x[i, s·m − p + d·r, t·n − q + d·c])
///
/// As in every framework, the filters are correlated, not flipped. The gradient by the input is
/// therefore a true convolution with the same weights:
///
///     ∂L/∂x = Σ_o  ∂L/∂y[o] padded by (kernel size − 1) × dilation, correlated with w[o]
///       turned by 180°
///     ∂L/∂w[o, i, r, c] = Σ_{m, n} ∂L/∂y[o, m, n] · x[i, s·m − p + d·r, t·n − q + d·c]
///
/// Shape: I×H×W → O×H'×W', H' = ⌊(H + 2p − d·(kH − 1) − 1) / s⌋ + 1; positions outside are zero.
/// Sums run over channels, then rows, then columns, and add the bias last. Layers with 3×3 filters
/// use Winograd's algorithm, which rounds differently, for training and where
/// ``LayerContext/algorithm`` asks for it.
public struct Conv2D: Layer, Hashable {
  /// The weights O×I×kH×kW and the biases O, in this order.
  public var parameters: [Parameter]
  /// The function applied to the sums.
  public let activation: Activation
  /// The number of input channels.
  public let inputChannels: Int
  /// The number of filters, equal to the number of output channels.
  public let outputChannels: Int
  /// The height and width of a filter, in cells.
  public let kernelSize: Size2D
  /// The distance from one window to the next, in pixels.
  public let stride: Stride2D
  /// The number of zeros added on each side: above and below (height), left and right (width).
  public let padding: Size2D
  /// The distance from one filter cell to the next, in pixels.
  public let dilation: Int

  /// The name of the kind in summaries and model files, as in Keras.
  public var kind: String { "Conv2D" }

  /// Creates a layer with random weights and zero biases.
  ///
  /// - Parameters:
  ///   - inputChannels: Maps of the input.
  ///   - outputChannels: Filters, and maps of the output.
  ///   - kernelSize: Height and width of a filter.
  ///   - stride: Pixels from one window to the next.
  ///   - padding: Zeros above and below, left and right.
  ///   - dilation: Pixels from one filter cell to the next.
  ///   - activation: What is done to the sums.
  ///   - initialization: The distribution of the weights.
  ///   - generator: Draws the weights.
  /// - Precondition: The padding is at most (kernel size − 1) × dilation.
  public init(
    inputChannels: Int, outputChannels: Int, kernelSize: Size2D, stride: Stride2D = .one,
    padding: Size2D = Size2D(0), dilation: Int = 1, activation: Activation = .linear,
    initialization: Initialization = .he, using generator: inout SplitMix64
  ) {
    precondition(inputChannels > 0 && outputChannels > 0)
    let cells = kernelSize.height * kernelSize.width
    self.init(
      weight: initialization.values(
        count: outputChannels * inputChannels * cells, fanIn: inputChannels * cells,
        fanOut: outputChannels * cells, using: &generator),
      bias: [Float](repeating: 0, count: outputChannels), inputChannels: inputChannels,
      kernelSize: kernelSize, stride: stride, padding: padding, dilation: dilation,
      activation: activation)
  }

  /// Creates a layer from given weights, with one filter for each bias.
  ///
  /// - Parameters:
  ///   - weight: O×I×kH×kW values.
  ///   - bias: O values.
  ///   - inputChannels: Maps of the input.
  ///   - kernelSize: Height and width of a filter.
  ///   - stride: Pixels from one window to the next.
  ///   - padding: Zeros above and below, left and right.
  ///   - dilation: Pixels from one filter cell to the next.
  ///   - activation: What is done to the sums.
  /// - Precondition: `weight` has O×I×kH×kW values; the padding is at most (kernel size − 1) ×
  ///   dilation.
  public init(
    weight: [Float], bias: [Float], inputChannels: Int, kernelSize: Size2D,
    stride: Stride2D = .one, padding: Size2D = Size2D(0), dilation: Int = 1,
    activation: Activation = .linear
  ) {
    precondition(dilation >= 1 && inputChannels > 0 && !bias.isEmpty)
    precondition(
      padding.height <= (kernelSize.height - 1) * dilation
        && padding.width <= (kernelSize.width - 1) * dilation, "padding \(padding)")
    self.inputChannels = inputChannels
    outputChannels = bias.count
    self.kernelSize = kernelSize
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
    self.activation = activation
    parameters = [
      Parameter(
        name: "weight", shape: [bias.count, inputChannels, kernelSize.height, kernelSize.width],
        values: weight),
      Parameter(name: "bias", shape: [bias.count], values: bias),
    ]
  }

  /// Returns the shape O×H'×W' of the output.
  ///
  /// - Throws: `ShapeError` when the input has other channels or is smaller than the kernel.
  public func outputShape(for input: TensorShape) throws(ShapeError) -> TensorShape {
    let height = input.height + 2 * padding.height - (kernelSize.height - 1) * dilation - 1
    let width = input.width + 2 * padding.width - (kernelSize.width - 1) * dilation - 1
    guard input.channels == inputChannels, height >= 0, width >= 0 else {
      throw ShapeError(
        "Conv2D of \(outputChannels)×\(inputChannels)×\(kernelSize) does not suit \(input)")
    }
    return TensorShape(
      channels: outputChannels, height: height / stride.y + 1, width: width / stride.x + 1)
  }

  /// The algorithm of training: `direct`, or `winograd` with a quarter of the products.
  public var trainingProducts: String {
    WinogradConvolution.suits(geometry) ? "winograd" : "direct"
  }

  var geometry: ConvGeometry {
    ConvGeometry(
      inputChannels: inputChannels, outputChannels: outputChannels, kernelSize: kernelSize,
      stride: stride, padding: padding, dilation: dilation)
  }

  /// Computes y, by the algorithm that `pass` selects.
  public func forward(
    _ input: Tensor, into output: inout Tensor, scratch: inout LayerScratch, pass: LayerContext
  ) {
    let plan = scratch.plan(geometry, input: input.shape, output: output.shape)
    if let winograd = plan.winograd(for: pass) {
      return winograd.forward(
        input.values, self, into: &output.values, scratch: &scratch.passing, engine: pass.engine)
    }
    let door = DirectConvolution(layout: plan.layout, engine: pass.engine)
    let (weights, bias) = (parameters[0].values, parameters[1].values)
    if plan.layout.isPlain {
      door.correlate(
        input.values, weights, bias: bias, rectify: activation == .relu, into: &output.values)
    } else {
      plan.layout.lay(
        out: input.values, into: &scratch.layout, row: &scratch.row, engine: pass.engine)
      door.correlate(
        scratch.layout, weights, bias: bias, rectify: activation == .relu, into: &output.values)
    }
  }

  /// Computes ∂L/∂w, ∂L/∂b = Σ_{m, n} ∂L/∂y and, if `pass` needs it, ∂L/∂x.
  public func backward(
    _ input: inout Tensor, outputGradient: inout Tensor, parameterGradients: inout [[Float]],
    scratch: inout LayerScratch, pass: LayerContext
  ) {
    let plan = scratch.plan(geometry, input: input.shape, output: outputGradient.shape)
    if let winograd = plan.winograd(for: pass) {
      winograd.parameterGradients(
        input.values, outputGradient.values, into: &parameterGradients,
        scratch: &scratch.passing, engine: pass.engine)
      guard pass.needsInputGradient else { return }
      turnWeights(into: &scratch.passing.weights)
      return winograd.inputGradient(
        outputGradient.values, into: &input.values, isGated: pass.inputActivation == .relu,
        scratch: &scratch.passing, engine: pass.engine)
    }
    let door = DirectConvolution(layout: plan.layout, engine: pass.engine)
    if plan.layout.isPlain {
      door.parameterGradients(
        input.values, outputGradient.values, into: &parameterGradients,
        sums: &scratch.passing.sums)
    } else {
      door.parameterGradients(
        scratch.layout, outputGradient.values, into: &parameterGradients,
        sums: &scratch.passing.sums)
    }
    guard pass.needsInputGradient else { return }
    plan.canvas.draw(outputGradient.values, into: &scratch.canvas, engine: pass.engine)
    turnWeights(into: &scratch.passing.weights)
    scratch.exchange(&input)
    plan.canvas.correlate(
      scratch.canvas, scratch.passing.weights, into: &input.values, engine: pass.engine)
    input.applyReLUGradient(through: pass.inputActivation, output: scratch.savedInput, pass.engine)
  }

  /// Writes the weights ordered by input channel, each filter turned by 180°.
  private func turnWeights(into turned: inout [Float]) {
    let cells = kernelSize.height * kernelSize.width
    let weights = parameters[0].values
    LayerScratch.grow(&turned, to: weights.count)
    for i in 0..<inputChannels {
      for o in 0..<outputChannels {
        let from = (o * inputChannels + i) * cells
        let to = (i * outputChannels + o) * cells
        for cell in 0..<cells { turned[to + cell] = weights[from + cells - 1 - cell] }
      }
    }
  }
}
