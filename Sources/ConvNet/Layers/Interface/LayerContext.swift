public import ConvCore

/// What a pass over a layer needs to know besides its data.
public struct LayerContext: Sendable {
  /// The row loops to use.
  public var engine: Engine
  /// Whether dropout drops.
  public var isTraining: Bool
  /// How convolutions are computed outside training; training takes Winograd's where it is faster.
  public var algorithm: ConvolutionAlgorithm
  /// Seeds the randomness of this batch.
  public var seed: UInt64
  /// False for the first layer, whose input nobody learns.
  public var needsInputGradient: Bool
  /// What the layer before did to its sums, to which the gradient is handed on.
  public var inputActivation: Activation

  /// Creates a pass: for use, not training.
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
