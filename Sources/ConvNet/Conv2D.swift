public import ConvCore
import RowLoops

/// A convolutional layer: each filter spans the full depth of its input and gives one map.
///
///     y[o, m, n] = activation(b[o] + Σ_{i, r, c} w[o, i, r, c] · x[i, s·m − p + d·r, t·n − q + d·c])
///
/// As in every framework the filters are correlated, not flipped; the backward pass by the input
/// is then a true convolution with the same weights:
///
///     ∂L/∂x = Σ_o  ∂L/∂y[o] padded by the kernel's reach, correlated with w[o] turned by 180°
///     ∂L/∂w[o, i, r, c] = Σ_{m, n} ∂L/∂y[o, m, n] · x[i, s·m − p + d·r, t·n − q + d·c]
///
/// Shape: I×H×W → O×H'×W', H' = ⌊(H + 2p − d·(kH − 1) − 1) / s⌋ + 1; positions outside are zero.
/// Sums run over channels, then rows, then columns, the bias last.
public struct Conv2D: Layer, Hashable {
  public var parameters: [Parameter]
  public let activation: Activation
  /// Maps of the input.
  public let inputChannels: Int
  /// Filters, and maps of the output.
  public let outputChannels: Int
  /// Height and width of a filter.
  public let kernelSize: Size2D
  /// Pixels from one window to the next.
  public let stride: Stride2D
  /// Zeros above and below, left and right.
  public let padding: Size2D
  /// Pixels from one filter cell to the next.
  public let dilation: Int

  public var kind: String { "Conv2D" }

  /// Creates a layer with random weights and zero biases.
  ///
  /// - Parameter initialization: How weights are drawn.
  /// - Precondition: Padding is at most the kernel's reach minus 1.
  public init(
    inputChannels: Int, outputChannels: Int, kernelSize: Size2D, stride: Stride2D = .one,
    padding: Size2D = Size2D(0), dilation: Int = 1, activation: Activation = .linear,
    initialization: Initialization = .he, using generator: inout SplitMix64
  ) {
    precondition(dilation >= 1 && inputChannels > 0 && outputChannels > 0)
    precondition(
      padding.height <= (kernelSize.height - 1) * dilation
        && padding.width <= (kernelSize.width - 1) * dilation, "padding \(padding)")
    self.inputChannels = inputChannels
    self.outputChannels = outputChannels
    self.kernelSize = kernelSize
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
    self.activation = activation
    let cells = kernelSize.height * kernelSize.width
    parameters = [
      Parameter(
        name: "weight",
        shape: [outputChannels, inputChannels, kernelSize.height, kernelSize.width],
        values: initialization.values(
          count: outputChannels * inputChannels * cells, fanIn: inputChannels * cells,
          fanOut: outputChannels * cells, using: &generator)),
      Parameter(
        name: "bias", shape: [outputChannels],
        values: [Float](repeating: 0, count: outputChannels)),
    ]
  }

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

  public func forward(
    _ input: Tensor, into output: inout Tensor, scratch: inout LayerScratch, pass: LayerPass
  ) {
    let layout = ConvLayout(self, input: input.shape, output: output.shape)
    let door = ConvDoor(layout: layout, engine: pass.engine)
    if layout.isPlain {
      door.correlate(input.values, parameters[0].values, into: &output.values)
    } else {
      layout.lay(out: input.values, into: &scratch.layout, engine: pass.engine)
      door.correlate(scratch.layout, parameters[0].values, into: &output.values)
    }
    let plane = output.shape.plane * Tensor.lanes
    for o in 0..<outputChannels {
      var span = output.values.mutableSpan
      pass.engine.loops.addBias(
        &span, at: o * plane, count: plane, bias: parameters[1].values[o],
        rectify: activation == .relu)
    }
  }

  public func backward(
    input: Tensor, output: Tensor, outputGradient: inout Tensor, inputGradient: inout Tensor,
    parameterGradients: inout [[Float]], scratch: inout LayerScratch, pass: LayerPass
  ) {
    outputGradient.rectify(by: output, activation, pass.engine)
    let layout = ConvLayout(self, input: input.shape, output: output.shape)
    let door = ConvDoor(layout: layout, engine: pass.engine)
    if layout.isPlain {
      door.weightGradients(
        input.values, outputGradient.values, into: &parameterGradients[0], sums: &scratch.sums)
    } else {
      layout.lay(out: input.values, into: &scratch.layout, engine: pass.engine)
      door.weightGradients(
        scratch.layout, outputGradient.values, into: &parameterGradients[0], sums: &scratch.sums)
    }
    parameterGradients[1] = outputGradient.sumsByChannel(scratch: &scratch.sums, pass.engine)
    guard pass.needsInputGradient else { return }
    let canvas = GradientCanvas(self, input: input.shape, output: output.shape)
    canvas.draw(outputGradient.values, into: &scratch.canvas, engine: pass.engine)
    turnWeights(into: &scratch.weights)
    canvas.correlate(
      scratch.canvas, scratch.weights, into: &inputGradient.values, engine: pass.engine)
  }

  /// The weights by input channel, each filter turned by 180°.
  private func turnWeights(into turned: inout [Float]) {
    let cells = kernelSize.height * kernelSize.width
    LayerScratch.grow(&turned, to: parameters[0].values.count)
    for i in 0..<inputChannels {
      for o in 0..<outputChannels {
        let from = (o * inputChannels + i) * cells
        let to = (i * outputChannels + o) * cells
        for cell in 0..<cells { turned[to + cell] = parameters[0].values[from + cells - 1 - cell] }
      }
    }
  }
}
