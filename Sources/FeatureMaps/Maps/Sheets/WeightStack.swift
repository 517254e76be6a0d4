/// The weights of a layer, O×I×kH×kW, in the orientation the layer applies them: a correlation.
///
/// A dense layer over C×H×W inputs is one too, with I = C and kH×kW = H×W.
public struct WeightStack: Hashable, Sendable {
  /// The layer, as in `conv2d_1`.
  public let name: String
  /// Units.
  public let outputs: Int
  /// Maps that each unit looks at.
  public let inputs: Int
  /// Rows of a kernel.
  public let height: Int
  /// Columns of a kernel.
  public let width: Int
  /// O×I×kH×kW values.
  public let values: [Float]

  /// Creates a stack.
  ///
  /// - Precondition: There is a value, and there are O×I×kH×kW of them.
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

  /// O, I, kH and kW.
  var shape: [Int] { [outputs, inputs, height, width] }

  /// The same weights as O·I maps, those of one output behind each other.
  public var maps: MapStack {
    MapStack(name: name, count: outputs * inputs, height: height, width: width, values: values)
  }
}
