public import ConvCore

/// Numbers that are learned.
public struct Parameter: Hashable, Sendable {
  /// The name within its layer: `weight` or `bias`.
  public let name: String
  /// O×I×kH×kW for convolutions, outputs × inputs for dense layers, outputs for biases.
  public let shape: [Int]
  /// The values in row-major order.
  public var values: [Float]

  /// Creates a parameter.
  public init(name: String, shape: [Int], values: [Float]) {
    precondition(shape.reduce(1, *) == values.count, "\(values.count) values for \(shape)")
    self.name = name
    self.shape = shape
    self.values = values
  }
}

/// What a layer does to its sums before it hands them on.
public enum Activation: String, Hashable, Sendable {
  /// Nothing.
  case linear
  /// max(x, 0).
  case relu
}

/// Room that a layer needs while it works; it belongs to whoever runs the network.
public struct LayerScratch: Sendable {
  var convPlan: ConvPlan?
  /// The input with zeros around it, where taps would not be contiguous without.
  var layout: [Float] = []
  var row: [Float] = []
  /// Output gradients spread out on zeros.
  var canvas: [Float] = []
  /// The input, while its gradient is written to its place.
  private(set) var former: [Float] = []
  /// Where features lie in a tensor.
  var offsets: [Int] = []
  /// Room of no meaning between two passes: layers that run one after the other share it.
  var passing = PassingScratch()

  /// Empty; layers let it grow to what they need.
  public init() {}

  /// Makes room for a tensor's gradient in its place; its values are ``former`` then.
  mutating func exchange(_ tensor: inout Tensor) {
    if former.count != tensor.values.count {
      former = [Float](repeating: 0, count: tensor.values.count)
    }
    swap(&former, &tensor.values)
  }

  static func grow(_ array: inout [Float], to count: Int) {
    if array.count < count { array = [Float](repeating: 0, count: count) }
  }
}

/// What a pass needs only while it runs.
struct PassingScratch: Sendable {
  /// Weights in another order.
  var weights: [Float] = []
  /// Sums whose lanes are still apart.
  var sums: [Float] = []
  /// Inputs or gradients, transformed.
  var spectrum = LineRoom()
  /// Some channels of the input, transformed.
  var inputs = LineRoom()
  /// Products of transforms, not yet transformed back.
  var products = LineRoom()
  /// Filters, transformed.
  var filters: [Float] = []
  /// Filters or their gradients, cell by cell.
  var cells: [Float] = []
}

/// One layer of a network: parameters and the two passes, nothing else.
public protocol Layer: Sendable {
  /// `Conv2D`, as summaries print it.
  var kind: String { get }
  /// What is learned, in the order of ``backward``'s gradients.
  var parameters: [Parameter] { get set }
  /// What the layer does after its sums.
  var activation: Activation { get }

  /// The shape of the output.
  ///
  /// - Throws: ``ShapeError`` when the input does not suit the layer.
  func outputShape(for input: TensorShape) throws(ShapeError) -> TensorShape

  /// Computes the output of 16 images, activation included.
  func forward(
    _ input: Tensor, into output: inout Tensor, scratch: inout LayerScratch, pass: LayerPass)

  /// Computes the gradients of the loss by the input and by the parameters, after the same
  /// `pass` of ``forward``, whose scratch is handed on.
  ///
  /// Gradients take the place of the values they belong to: on the way back nobody needs these any
  /// more, and a batch that takes less room stays nearer to the processor.
  ///
  /// - Parameters:
  ///   - input: What ``forward`` was given. Becomes ∂L/∂input, or where that was the output of
  ///     `pass.inputActivation` the gradient by what the activation was given; stays what it is if
  ///     `pass.needsInputGradient` is false.
  ///   - outputGradient: The gradient by the output before ``activation``; may be overwritten.
  ///   - parameterGradients: Receives Σ over the images of ∂L/∂parameter.
  func backward(
    _ input: inout Tensor, outputGradient: inout Tensor, parameterGradients: inout [[Float]],
    scratch: inout LayerScratch, pass: LayerPass)
}

/// What a convolution multiplies.
public enum Products: Hashable, Sendable {
  /// The products of its definition, summed in its order: a map is equal to the bit wherever and
  /// however it is computed.
  case defined
  /// Where that is faster, the fewer ones of Winograd's F(4×4, 3×3): sums differ by some 10⁻⁶ of the
  /// largest value.
  case fewest
}

/// What a pass over a layer needs to know besides its data.
public struct LayerPass: Sendable {
  /// The row loops to use.
  public var engine: Engine
  /// Whether dropout drops.
  public var isTraining: Bool
  /// What is multiplied in use; training takes the fewest products.
  public var products: Products
  /// Seeds the randomness of this batch.
  public var seed: UInt64
  /// False for the first layer, whose input nobody learns.
  public var needsInputGradient: Bool
  /// What the layer before did to its sums, to which the gradient is handed on.
  public var inputActivation: Activation

  /// Creates a pass: for use, not training.
  public init(
    engine: Engine = .preferred, isTraining: Bool = false, products: Products = .defined,
    seed: UInt64 = 0, needsInputGradient: Bool = true, inputActivation: Activation = .linear
  ) {
    self.engine = engine
    self.isTraining = isTraining
    self.products = products
    self.seed = seed
    self.needsInputGradient = needsInputGradient
    self.inputActivation = inputActivation
  }
}

extension Layer {
  /// What is learned.
  public var parameters: [Parameter] {
    get { [] }
    set {}
  }

  /// None.
  public var activation: Activation { .linear }

  /// Numbers that are learned.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.values.count } }
}
