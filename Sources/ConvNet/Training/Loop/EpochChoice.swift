/// Which epoch of a training is kept: the one that reads the most held-out images right.
///
/// Of equally good epochs the first one is kept. Without held-out images the latest epoch is kept.
package struct EpochChoice: Hashable, Sendable {
  /// Whether there are held-out images to judge by.
  package let isJudged: Bool
  /// The accuracy of the epoch that is kept; `nil` before the first epoch.
  package private(set) var best: Double?
  /// Epochs since the one that is kept.
  package private(set) var waiting = 0

  /// Goes on after some epochs.
  ///
  /// - Parameters:
  ///   - isJudged: Whether there are held-out images to judge by.
  ///   - accuracies: The share of held-out images that each epoch read right.
  package init(isJudged: Bool, accuracies: [Double] = []) {
    self.isJudged = isJudged
    for accuracy in accuracies { _ = keeps(accuracy) }
  }

  /// Counts an epoch.
  ///
  /// - Returns: Whether the epoch is the best so far.
  package mutating func keeps(_ accuracy: Double) -> Bool {
    waiting += 1
    guard !isJudged || best.map({ accuracy > $0 }) ?? true else { return false }
    (best, waiting) = (accuracy, 0)
    return true
  }
}
