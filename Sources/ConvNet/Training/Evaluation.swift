/// The results of a network on labeled images: confusion matrix, loss and accuracy.
public struct Evaluation: Hashable, Sendable {
  /// The confusion matrix: counts by true class, then by predicted class.
  public var confusion: [[Int]]
  /// The mean loss of the images.
  public var loss: Double
  /// The number of images with outputs that are not finite, whose results are meaningless.
  public var unusable = 0
  /// The images that were read wrong, the worst mistake first.
  public var mistakes: [Misreading] = []

  /// The number of images.
  public var count: Int { confusion.joined().reduce(0, +) }

  /// The number of images read right.
  public var right: Int { confusion.indices.reduce(0) { $0 + confusion[$1][$1] } }

  /// The share of images read right, from 0 to 1; 0 without images.
  public var accuracy: Double { count > 0 ? Double(right) / Double(count) : 0 }

  /// Returns the share of a class's images that were read right; 0 without images of the class.
  public func recall(_ label: Int) -> Double {
    let total = confusion[label].reduce(0, +)
    return total > 0 ? Double(confusion[label][label]) / Double(total) : 0
  }

  /// Returns the share of images read as a class that belong to the class; 0 without such images.
  public func precision(_ label: Int) -> Double {
    let total = confusion.reduce(0) { $0 + $1[label] }
    return total > 0 ? Double(confusion[label][label]) / Double(total) : 0
  }
}
