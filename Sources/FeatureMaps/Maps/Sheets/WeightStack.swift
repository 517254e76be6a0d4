/// The weights of a layer, O×I×kH×kW, in the layer's orientation: a correlation.
///
/// For a dense layer over C×H×W inputs, I is C and kH×kW is H×W.
public struct WeightStack: Hashable, Sendable {
  /// The name of the layer, for example `conv2d_1`.
  public let name: String
  /// The number of units.
  public let outputs: Int
  /// The number of input maps of each unit.
  public let inputs: Int
  /// The number of rows of a kernel.
  public let height: Int
  /// The number of columns of a kernel.
  public let width: Int
  /// The weights, O×I×kH×kW values.
  public let values: [Float]

  /// Creates a stack from the weights.
  ///
  /// - Precondition: There are O×I×kH×kW values, at least one.
  public init(
    name: String, outputs: Int, inputs: Int, height: Int, width: Int, values: [Float]
  ) {
    precondition(
      !values.isEmpty && values.count == outputs * inputs * height * width,
      "\(values.count) values for \(outputs)×\(inputs)×\(height)×\(width)")
    self.name = name
    self.outputs = outputs
    self.inputs = inputs
    self.height = height
    self.width = width
    self.values = values
  }

  /// The shape of the weights: O, I, kH and kW.
  var shape: [Int] { [outputs, inputs, height, width] }

  /// The weights as O·I maps; the maps of one output are contiguous.
  public var maps: MapStack {
    MapStack(name: name, count: outputs * inputs, height: height, width: width, values: values)
  }
}
