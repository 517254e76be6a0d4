import ConvCore
import RowLoops

/// The options of training.
public struct TrainingOptions: Hashable, Sendable {
  /// The number of epochs of ``Network/train(on:validation:options:afterEpoch:)``; a ``Trainer`` runs as
  /// many as it is asked for.
  public var epochs = 10
  /// The number of images whose gradients are averaged for one step.
  public var batchSize = 64
  /// The rule that updates parameters by their gradients.
  public var optimizer = Optimizer.adam
  /// The learning rate at its highest.
  public var learningRate: Float = 0.002
  /// The change of the learning rate during training.
  public var schedule = LearningRateSchedule.exponential
  /// The number of epochs that halve the rate of an exponential schedule.
  public var halfLife: Float = 2.5
  /// The planned number of epochs of a cosine schedule.
  public var scheduleEpochs = 12
  /// The factor λ of decoupled weight decay.
  public var weightDecay: Float = 0
  /// The function that training minimizes.
  public var loss = Loss.crossEntropy
  /// The share E of each label that is spread evenly over all K classes, from 0 to below 1.
  ///
  /// The target of a class becomes (1 − E) · y + E / K (Szegedy et al., "Rethinking the Inception
  /// architecture for computer vision", 2016). Only training with cross-entropy smooths; evaluation
  /// takes the labels as they are.
  public var labelSmoothing: Float = 0
  /// The share of the old average that a step keeps (Polyak averaging for evaluation).
  ///
  /// With 0, nothing is averaged.
  public var averaging: Float = 0.998
  /// The first epoch of an average over epochs, counted from 1; with 0 there is none.
  ///
  /// From this epoch on ``Trainer/averaged`` is the mean of what it would be without this option
  /// after this epoch and each later one (stochastic weight averaging: Izmailov et al., "Averaging
  /// weights leads to wider optima and better generalization", 2018). Statistics of batch
  /// normalization are averaged as well, not measured again. Training itself does not change.
  public var averageFrom = 0
  /// Which epoch is kept.
  public var keeping = KeptEpoch.accuracy
  /// The seed of weights, order and augmentation.
  public var seed: UInt64 = 1
  /// The number of threads; the result does not depend on it.
  public var threads = 1
  /// The factor of each class's loss and gradient, by label; empty for 1 everywhere.
  public var classWeights: [Float] = []
  /// The names of layers whose parameters stay constant.
  public var frozenLayers: Set<String> = []

  /// Creates the default options.
  public init() {}

  /// Creates options.
  ///
  /// - Parameters:
  ///   - epochs: Passes over the images.
  ///   - optimizer: The rule that updates parameters, with its learning rate.
  ///   - batchSize: Images of one step.
  ///   - loss: What training minimizes.
  ///   - seed: Seeds order and augmentation.
  ///   - threads: Threads at work; the result does not depend on their number.
  public init(
    epochs: Int, optimizer: OptimizerSetting = .adam(), batchSize: Int = 64,
    loss: Loss = .crossEntropy, seed: UInt64 = 1, threads: Int = 1
  ) {
    self.epochs = epochs
    self.optimizer = optimizer.optimizer
    learningRate = optimizer.rate
    self.batchSize = batchSize
    self.loss = loss
    self.seed = seed
    self.threads = threads
  }
}
