public import ConvCore

extension Conv2D {
  /// Creates a layer that gets random weights and zero biases when the network is built.
  ///
  /// - Parameters:
  ///   - filters: Filters, and maps of the output.
  ///   - kernelSize: Height and width of a filter.
  ///   - stride: Pixels from one window to the next.
  ///   - padding: Zeros around the input.
  ///   - dilation: Pixels from one filter cell to the next.
  ///   - groups: Groups of channels; both numbers of channels must be multiples of it.
  ///   - activation: What is done to the sums.
  ///   - initialization: The distribution of the weights.
  public init(
    filters: Int, kernelSize: Size2D, stride: Stride2D = 1, padding: ConvPadding = .valid,
    dilation: Int = 1, groups: Int = 1, activation: Activation = .linear,
    initialization: Initialization = .he
  ) {
    precondition(filters > 0 && dilation > 0 && groups > 0)
    self.init(
      ConvBlueprint(
        filters: filters, kernelSize: kernelSize, stride: stride, padding: padding,
        dilation: dilation, groups: groups, initialization: initialization),
      activation: activation)
  }

  /// Creates a layer whose filters see one input channel each, built with the network.
  ///
  /// - Parameters:
  ///   - multiplier: Filters for each input channel.
  ///   - kernelSize: Height and width of a filter.
  ///   - stride: Pixels from one window to the next.
  ///   - padding: Zeros around the input.
  ///   - dilation: Pixels from one filter cell to the next.
  ///   - activation: What is done to the sums.
  /// - Returns: A layer whose weights are drawn when the network is built.
  public static func depthwise(
    multiplier: Int = 1, kernelSize: Size2D, stride: Stride2D = 1, padding: ConvPadding = .valid,
    dilation: Int = 1, activation: Activation = .linear
  ) -> Conv2D {
    precondition(multiplier > 0 && dilation > 0)
    return Conv2D(
      ConvBlueprint(
        filters: multiplier, isPerChannel: true, kernelSize: kernelSize, stride: stride,
        padding: padding, dilation: dilation, groups: 0, initialization: .he),
      activation: activation)
  }

  /// Returns a layer for the channels of the input.
  ///
  /// - Throws: `ShapeError` when the channels are no multiple of the groups, or when `padding: .same`
  ///   meets a window without a center.
  public func built(with setup: inout LayerSetup) throws(ShapeError) -> Conv2D {
    guard let blueprint else { return self }
    let inputs = setup.input.channels
    let groups = groups > 0 ? groups : inputs
    let filters = blueprint.isPerChannel ? outputChannels * inputs : outputChannels
    guard inputs % groups == 0, filters % groups == 0 else {
      throw ShapeError(
        "\(inputs) input channels and \(filters) filters are no multiples of \(groups) groups")
    }
    return Conv2D(
      inputChannels: inputs, outputChannels: filters, kernelSize: kernelSize, stride: stride,
      padding: try blueprint.padding.zeros(around: kernelSize, dilation: dilation),
      dilation: dilation, groups: groups, activation: activation,
      initialization: blueprint.initialization, using: &setup.generator)
  }
}

extension Conv2D {
  /// The numbers of channels, the geometry and the activation.
  public var settings: LayerSettings {
    var settings = LayerSettings([
      "inputs": .integer(inputChannels), "outputs": .integer(outputChannels),
      "dilation": .integer(dilation),
    ])
    settings.set("size", kernelSize)
    settings.set(stride)
    settings.set("padding", padding)
    settings.set(activation)
    if groups != 1 { settings.values["groups"] = .integer(groups) }
    return settings
  }

  /// Returns the weights O×I/G×kH×kW and the biases O.
  public static func parameterShapes(
    _ settings: LayerSettings
  ) throws(ShapeError) -> [ParameterShape] {
    let (inputs, outputs) = (try settings.integer("inputs"), try settings.integer("outputs"))
    let groups = try settings.integer("groups", default: 1)
    guard inputs % groups == 0, outputs % groups == 0 else {
      throw ShapeError("channels that are no multiples of the groups")
    }
    let size = try settings.size("size")
    return [
      ParameterShape("weight", [outputs, inputs / groups, size.height, size.width]),
      ParameterShape("bias", [outputs]),
    ]
  }

  /// Creates the layer from a model file.
  public init(settings: LayerSettings, parameters: [Parameter]) throws(ShapeError) {
    self.init(
      weight: parameters[0].values, bias: parameters[1].values,
      inputChannels: try settings.integer("inputs"), kernelSize: try settings.size("size"),
      stride: try settings.stride(),
      padding: try settings.size("padding", in: 0...1024, default: Size2D(0)),
      dilation: try settings.integer("dilation", default: 1),
      groups: try settings.integer("groups", default: 1), activation: try settings.activation())
  }
}
