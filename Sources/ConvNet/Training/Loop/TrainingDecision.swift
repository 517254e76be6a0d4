/// Whether a training goes on after an epoch.
public enum TrainingDecision: Hashable, Sendable {
  /// The next epoch follows.
  case `continue`
  /// The training ends; the best epoch so far is kept.
  case stop
}
