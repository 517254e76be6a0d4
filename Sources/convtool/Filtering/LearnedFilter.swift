import ConvCore
import ConvNet
import ImageFilters

/// A unit of a convolution layer as a chain of filters.
///
/// The chain runs the preceding layers over the whole picture, then the unit without its
/// activation.
struct LearnedFilter {
  let stages: [NamedFilter]

  init(_ network: Network, layer name: String, unit: Int) throws {
    guard let last = network.stages.firstIndex(where: { $0.name == name }) else {
      let names = network.stages.map(\.name).joined(separator: ", ")
      throw Failure(.usage, "no layer '\(name)' in the model: it has \(names)")
    }
    var stages: [NamedFilter] = []
    for (index, stage) in network.stages[...last].enumerated() {
      guard let layer = stage.layer as? Conv2D, layer.stride == .one, layer.dilation == 1 else {
        throw Failure(
          .usage,
          "layer \(stage.name) is a \(stage.layer.kind): only convolutions of stride 1 "
            + "run over a picture")
      }
      stages.append(
        try LearnedFilter.filter(
          layer, name: stage.name, unit: index == last ? unit : nil,
          divisor: index == 0 ? network.inputDivisor : 1))
    }
    self.stages = stages
  }

  private static func filter(
    _ layer: Conv2D, name: String, unit: Int?, divisor: Float
  ) throws -> NamedFilter {
    if let unit, !(0..<layer.outputChannels).contains(unit) {
      throw Failure(
        .usage, "no unit \(unit) in \(name): it has 0...\(layer.outputChannels - 1)")
    }
    let units = unit.map { [$0] } ?? Array(0..<layer.outputChannels)
    let kernels = layer.kernels
    let learned = ConvolutionLayerFilter(
      kernels: units.map { kernels[$0] }, biases: units.map { layer.parameters[1].values[$0] },
      rectifies: unit == nil && layer.activation == .relu, divisor: divisor)
    return NamedFilter(
      name: unit.map { "\(name)-\($0)" } ?? name, definition: .learned(learned))
  }
}
