import ConvCore
public import ConvNet
public import ImageFilters

/// Units of a convolution layer as filters of a picture of any size.
///
/// The layers before the units run over the whole picture, each with its bias and activation. The
/// response is a unit's sum before its activation. With the border `valid` the response of a
/// picture equals the unit's feature map, to the bit.
public struct LearnedFilter: Sendable {
  /// One filter of the chain.
  public struct Step: Sendable {
    /// The layer's name, with the number of the unit for the last one: `conv2d_2-3`.
    public let name: String
    /// The layer, or the unit, as a filter.
    public let filter: any ImageFilter
  }

  /// The filters, first to last.
  public let steps: [Step]

  /// Makes filters of a unit and of the layers before it.
  ///
  /// - Parameters:
  ///   - network: The network.
  ///   - name: The name of the unit's layer, as `summary` prints it.
  ///   - unit: The number of the unit, from 0.
  /// - Throws: ``LearnedFilterError`` when there is no such layer or unit, or when a layer up to it is
  ///   neither a convolution nor a function of single values.
  public init(_ network: Network, layer name: String, unit: Int) throws(LearnedFilterError) {
    try self.init(network, layer: name, units: [unit])
  }

  /// Makes filters of some units and of the layers before them; the response has a channel for each
  /// unit.
  ///
  /// - Parameters:
  ///   - network: The network.
  ///   - name: The name of the units' layer, as `summary` prints it.
  ///   - units: The numbers of the units, from 0, in the order of the channels; at least one.
  /// - Throws: ``LearnedFilterError`` as for one unit.
  public init(
    _ network: Network, layer name: String, units: [Int]
  ) throws(LearnedFilterError) {
    precondition(!units.isEmpty, "a filter of no unit")
    guard let last = network.stages.firstIndex(where: { $0.name == name }) else {
      throw .unknownLayer(name, layers: network.stages.map(\.name))
    }
    guard network.stages[last].layer is Conv2D else {
      throw .noConvolution(layer: name, kind: network.stages[last].layer.kind)
    }
    var steps: [Step] = []
    for index in try LearnedFilter.path(to: last, in: network) {
      let stage = network.stages[index]
      if let layer = stage.layer as? Conv2D {
        steps.append(
          try LearnedFilter.step(
            layer, name: stage.name, units: index == last ? units : nil,
            divisor: steps.isEmpty ? network.inputDivisor : 1))
      } else if let filter = LayerPointFilter(stage.layer), !steps.isEmpty {
        steps.append(Step(name: stage.name, filter: filter))
      } else if !(stage.layer is Dropout) {
        throw .notRunOverPictures(layer: stage.name, kind: stage.layer.kind)
      }
    }
    self.steps = steps
  }

  /// The filters as a chain.
  ///
  /// - Throws: `FilterError` when the options do not suit the filters.
  public func chain(_ options: FilterOptions = FilterOptions()) throws(FilterError) -> FilterChain {
    var stages: [FilterStage] = []
    for step in steps {
      stages.append(try FilterStage(name: step.name, filter: step.filter, options: options))
    }
    return FilterChain(stages)
  }

  /// Returns the layers from the input to a layer.
  ///
  /// - Throws: ``LearnedFilterError`` when one of them adds two others.
  private static func path(
    to last: Int, in network: Network
  ) throws(LearnedFilterError) -> [Int] {
    var (path, activation) = ([Int](), last + 1)
    while activation > 0 {
      let inputs = network.inputs(of: activation - 1)
      guard inputs.count == 1 else {
        throw .branches(layer: network.stages[activation - 1].name)
      }
      path.append(activation - 1)
      activation = inputs[0]
    }
    return path.reversed()
  }

  private static func step(
    _ layer: Conv2D, name: String, units chosen: [Int]?, divisor: Float
  ) throws(LearnedFilterError) -> Step {
    for unit in chosen ?? [] where !(0..<layer.outputChannels).contains(unit) {
      throw .unknownUnit(unit, layer: name, count: layer.outputChannels)
    }
    let units = chosen ?? Array(0..<layer.outputChannels)
    let kernels = layer.spanningKernels
    let filter = ConvolutionLayerFilter(
      kernels: units.map { kernels[$0] }, biases: units.map { layer.parameters[1].values[$0] },
      rectifies: chosen == nil && layer.activation == .relu, divisor: divisor,
      stride: layer.stride, dilation: layer.dilation)
    let isSingle = chosen?.count == 1
    return Step(name: isSingle ? "\(name)-\(units[0])" : name, filter: filter)
  }
}
