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
/// With G groups, a filter spans the I/G input channels of its group; of as many groups as channels
/// ("depthwise"), one.
/// Sums run over channels, then rows, then columns, and add the bias last. Layers with 3×3 filters
/// use Winograd's algorithm, which rounds differently, for training and where
/// ``LayerContext/algorithm`` asks for it.
public struct Conv2D: StoredLayer, Hashable {
  /// The weights O×I/G×kH×kW and the biases O, in this order; empty before the layer is built.
  public var parameters: [Parameter]
  /// The function applied to the sums.
  public let activation: Activation
  /// The number of input channels; 0 before the layer is built.
  public let inputChannels: Int
  /// The number of filters, equal to the number of output channels.
  ///
  /// Of a depthwise layer that is not yet built, the number of filters for each input channel.
  public let outputChannels: Int
  /// The height and width of a filter, in cells.
  public let kernelSize: Size2D
  /// The distance from one window to the next, in pixels.
  public let stride: Stride2D
  /// The number of zeros added on each side: above and below (height), left and right (width).
  public let padding: Size2D
  /// The distance from one filter cell to the next, in pixels.
  public let dilation: Int
  /// The number of groups G: the filters of a group see the input channels of that group alone; 0
  /// for one group for each input channel, before the layer is built.
  public let groups: Int
  /// How to build the layer; `nil` when it is built.
  let blueprint: ConvBlueprint?

  /// The name of the kind in summaries and model files, as in Keras.
  public static let kind = "Conv2D"

  /// Creates a layer with random weights and zero biases.
  ///
  /// - Parameters:
  ///   - inputChannels: Maps of the input.
  ///   - outputChannels: Filters, and maps of the output.
  ///   - kernelSize: Height and width of a filter.
  ///   - stride: Pixels from one window to the next.
  ///   - padding: Zeros above and below, left and right.
  ///   - dilation: Pixels from one filter cell to the next.
  ///   - groups: Groups of channels.
  ///   - activation: What is done to the sums.
  ///   - initialization: The distribution of the weights.
  ///   - generator: Draws the weights.
  /// - Precondition: Both numbers of channels are multiples of the number of groups.
  public init(
    inputChannels: Int, outputChannels: Int, kernelSize: Size2D, stride: Stride2D = .one,
    padding: Size2D = Size2D(0), dilation: Int = 1, groups: Int = 1,
    activation: Activation = .linear, initialization: Initialization = .he,
    using generator: inout SplitMix64
  ) {
    precondition(inputChannels > 0 && outputChannels > 0 && groups > 0)
    let cells = kernelSize.height * kernelSize.width
    let depth = inputChannels / groups
    self.init(
      weight: initialization.values(
        count: outputChannels * depth * cells, fanIn: depth * cells,
        fanOut: outputChannels / groups * cells, using: &generator),
      bias: [Float](repeating: 0, count: outputChannels), inputChannels: inputChannels,
      kernelSize: kernelSize, stride: stride, padding: padding, dilation: dilation,
      groups: groups, activation: activation)
  }

  /// Creates a layer from given weights, with one filter for each bias.
  ///
  /// - Parameters:
  ///   - weight: O×I/G×kH×kW values.
  ///   - bias: O values.
  ///   - inputChannels: Maps of the input.
  ///   - kernelSize: Height and width of a filter.
  ///   - stride: Pixels from one window to the next.
  ///   - padding: Zeros above and below, left and right.
  ///   - dilation: Pixels from one filter cell to the next.
  ///   - groups: Groups of channels.
  ///   - activation: What is done to the sums.
  /// - Precondition: `weight` has O×I/G×kH×kW values; both numbers of channels are multiples of the
  ///   number of groups.
  public init(
    weight: [Float], bias: [Float], inputChannels: Int, kernelSize: Size2D,
    stride: Stride2D = .one, padding: Size2D = Size2D(0), dilation: Int = 1, groups: Int = 1,
    activation: Activation = .linear
  ) {
    precondition(dilation >= 1 && inputChannels > 0 && !bias.isEmpty && groups > 0)
    precondition(padding.height >= 0 && padding.width >= 0, "padding \(padding)")
    precondition(
      inputChannels % groups == 0 && bias.count % groups == 0,
      "\(groups) groups of \(inputChannels) and \(bias.count) channels")
    self.inputChannels = inputChannels
    outputChannels = bias.count
    self.kernelSize = kernelSize
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
    self.groups = groups
    self.activation = activation
    blueprint = nil
    parameters = [
      Parameter(
        name: "weight",
        shape: [bias.count, inputChannels / groups, kernelSize.height, kernelSize.width],
        values: weight),
      Parameter(name: "bias", shape: [bias.count], values: bias),
    ]
  }

  init(_ blueprint: ConvBlueprint, activation: Activation) {
    self.blueprint = blueprint
    self.activation = activation
    outputChannels = blueprint.filters
    kernelSize = blueprint.kernelSize
    stride = blueprint.stride
    padding =
      (try? blueprint.padding.zeros(
        around: blueprint.kernelSize, dilation: blueprint.dilation)) ?? Size2D(0)
    dilation = blueprint.dilation
    groups = blueprint.groups
    inputChannels = 0
    parameters = []
  }

  /// The kernel, stride, padding and dilation.
  public var window: LayerWindow {
    .moving(size: kernelSize, stride: stride, padding: padding, dilation: dilation)
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

  package var geometry: ConvGeometry {
    ConvGeometry(
      inputChannels: inputChannels, outputChannels: outputChannels, kernelSize: kernelSize,
      stride: stride, padding: padding, dilation: dilation, groups: groups)
  }
}
