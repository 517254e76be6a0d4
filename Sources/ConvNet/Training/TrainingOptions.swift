import ConvCore
import RowLoops

/// How a network is trained.
public struct TrainingOptions: Hashable, Sendable {
  /// Images whose gradients are averaged for one step.
  public var batchSize = 64
  /// How gradients move parameters.
  public var optimizer = Optimizer.adam
  /// The learning rate at its highest.
  public var learningRate: Float = 0.002
  /// How it changes.
  public var schedule = LearningRateSchedule.exponential
  /// Epochs after which an exponential schedule has halved the rate.
  public var halfLife: Float = 2.5
  /// Epochs that a cosine schedule is planned for.
  public var scheduleEpochs = 12
  /// λ of decoupled weight decay.
  public var weightDecay: Float = 0
  /// What is minimised.
  public var loss = Loss.crossEntropy
  /// The share of the old average that a step keeps, 0 for none (Polyak averaging for evaluation).
  public var averaging: Float = 0.998
  /// Seeds weights, shuffling and augmentation.
  public var seed: UInt64 = 1
  /// Threads at work.
  public var threads = 1
  /// Layers whose parameters do not move.
  public var frozenLayers: Set<String> = []

  /// The defaults.
  public init() {}
}
