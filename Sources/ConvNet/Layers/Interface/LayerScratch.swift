import ConvCore

/// The buffers of one layer for the forward and the backward pass; owned by the workspace.
public struct LayerScratch: Sendable {
  var convPlan: ConvPlan?
  /// The input with a border of zeros, for layers whose taps are not contiguous in the input.
  var layout: [Float] = []
  var row: [Float] = []
  /// The output gradients on a canvas of zeros; see ``DilatedGradient``.
  var canvas: [Float] = []
  /// The input, saved while its gradient overwrites the tensor.
  private(set) var savedInput: [Float] = []
  /// The offsets of features in a tensor.
  var offsets: [Int] = []
  /// What a layer keeps from the forward to the backward pass, for layers of any kind.
  public var buffers: [[Float]] = []
  /// Buffers that hold nothing between two passes and are shared by all layers of a network.
  var passing = SharedScratch()

  /// Creates empty scratch; each layer allocates the buffers that it needs.
  public init() {}

  /// Moves a tensor's values to ``savedInput``, so that the gradient can overwrite the tensor.
  mutating func exchange(_ tensor: inout Tensor) {
    if savedInput.count != tensor.values.count {
      savedInput = [Float](repeating: 0, count: tensor.values.count)
    }
    swap(&savedInput, &tensor.values)
  }

  /// Makes room for at least so many values in one of the ``buffers``; new values are 0.
  public mutating func reserve(_ index: Int, count: Int) {
    while buffers.count <= index { buffers.append([]) }
    LayerScratch.grow(&buffers[index], to: count)
  }

  static func grow(_ array: inout [Float], to count: Int) {
    if array.count < count { array = [Float](repeating: 0, count: count) }
  }
}
