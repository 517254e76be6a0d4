/// Which epoch of a training is kept.
///
/// Without held-out images the latest epoch is kept.
package struct EpochChoice: Hashable, Sendable {
  /// How held-out images judge.
  package let keeping: KeptEpoch
  /// Accuracy and loss of the epoch that is kept; `nil` before the first epoch.
  package private(set) var best: Scores?
  /// The number of the epoch that is kept, from 1; 0 before the first epoch.
  package private(set) var epoch = 0
  /// Epochs since the one that is kept.
  package private(set) var waiting = 0

  /// What an epoch is judged by.
  package struct Scores: Hashable, Sendable {
    /// The share of held-out images that were read right.
    package var accuracy: Double
    /// The mean loss of the held-out images.
    package var loss: Double

    /// Takes the results of an epoch.
    package init(accuracy: Double, loss: Double) { (self.accuracy, self.loss) = (accuracy, loss) }
  }

  /// Goes on after some epochs.
  ///
  /// - Parameters:
  ///   - keeping: How held-out images judge.
  ///   - isJudged: Whether there are held-out images to judge by.
  ///   - scores: The results of the epochs so far.
  package init(_ keeping: KeptEpoch = .accuracy, isJudged: Bool, scores: [Scores] = []) {
    self.keeping = isJudged ? keeping : .latest
    for score in scores { _ = keeps(score) }
  }

  /// Counts an epoch.
  ///
  /// - Returns: Whether the epoch is the best so far.
  package mutating func keeps(_ scores: Scores) -> Bool {
    waiting += 1
    if let best, !isBetter(scores, than: best) { return false }
    (best, epoch, waiting) = (scores, epoch + waiting, 0)
    return true
  }

  private func isBetter(_ new: Scores, than old: Scores) -> Bool {
    switch keeping {
    case .accuracy: new.accuracy > old.accuracy
    case .accuracyThenLoss:
      new.accuracy > old.accuracy || (new.accuracy == old.accuracy && new.loss < old.loss)
    case .loss: new.loss < old.loss
    case .latest: true
    }
  }
}
