/// One epoch of a training, after it.
public struct TrainingEpoch: Hashable, Sendable {
  /// The number of the epoch, from 1.
  public let number: Int
  /// Loss and accuracy while learning.
  public let learning: Trainer.EpochResult
  /// The evaluation on the held-out images, with averaged parameters.
  public let validation: Evaluation
  /// Whether the epoch is the best so far.
  public let isBest: Bool
}
