import ConvCore

/// Room that a layer needs while it works; it belongs to whoever runs the network.
public struct LayerScratch: Sendable {
  var convPlan: ConvPlan?
  /// The input with zeros around it, where taps would not be contiguous without.
  var layout: [Float] = []
  var row: [Float] = []
  /// Output gradients spread out on zeros.
  var canvas: [Float] = []
  /// The input, while its gradient is written to its place.
  private(set) var savedInput: [Float] = []
  /// Where features lie in a tensor.
  var offsets: [Int] = []
  /// Room of no meaning between two passes: layers that run one after the other share it.
  var passing = SharedScratch()

  /// Empty; layers let it grow to what they need.
  public init() {}

  /// Makes room for a tensor's gradient in its place; its values are ``savedInput`` then.
  mutating func exchange(_ tensor: inout Tensor) {
    if savedInput.count != tensor.values.count {
      savedInput = [Float](repeating: 0, count: tensor.values.count)
    }
    swap(&savedInput, &tensor.values)
  }

  static func grow(_ array: inout [Float], to count: Int) {
    if array.count < count { array = [Float](repeating: 0, count: count) }
  }
}
