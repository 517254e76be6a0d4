/// Which epoch of a training is kept, judged by held-out images.
///
/// Without held-out images the latest epoch is kept.
public enum KeptEpoch: String, Hashable, Sendable, CaseIterable {
  /// The epoch with the highest accuracy; of equal ones the first.
  case accuracy
  /// The epoch with the highest accuracy; of equal ones that with the lowest loss, then the first.
  case accuracyThenLoss = "accuracy-then-loss"
  /// The epoch with the lowest loss; of equal ones the first.
  case loss
  /// The latest epoch.
  case latest
}
