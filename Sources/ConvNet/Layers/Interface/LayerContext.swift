public import ConvCore

/// The settings of a pass through a layer.
public struct LayerContext: Sendable {
  /// The row loops to use.
  public var engine: Engine
  /// Whether the pass belongs to training: only then does ``Dropout`` drop values.
  public var isTraining: Bool
  /// The algorithm of convolution layers outside training; training uses Winograd where it suits.
  public var algorithm: ConvolutionAlgorithm
  /// The seed of the random numbers of this batch.
  public var seed: UInt64
  /// Whether to compute the gradient by the input; false for the first layer.
  public var needsInputGradient: Bool
  /// The activation of the layer before, through which the gradient passes.
  public var inputActivation: Activation
  /// The number of images in the lanes; the last batch of an epoch may fill only some of them.
  public var images = Tensor.lanes
  /// The threads that run the 16 images together; `nil` for one thread.
  var team: Team?

  /// Creates the context of a pass; by default for inference, not for training.
  public init(
    engine: Engine = .preferred, isTraining: Bool = false,
    algorithm: ConvolutionAlgorithm = .direct,
    seed: UInt64 = 0, needsInputGradient: Bool = true, inputActivation: Activation = .linear
  ) {
    self.engine = engine
    self.isTraining = isTraining
    self.algorithm = algorithm
    self.seed = seed
    self.needsInputGradient = needsInputGradient
    self.inputActivation = inputActivation
  }
}
