/// A training that is over.
public struct TrainingResult: Sendable {
  /// The network after the best epoch, with averaged parameters.
  public let best: Network
  /// All epochs, in their order.
  public let epochs: [TrainingEpoch]
}
