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

  /// Returns the number of images of a class.
  public func images(of label: Int) -> Int { confusion[label].reduce(0, +) }

  /// Returns the number of images that were read as a class.
  public func predictions(of label: Int) -> Int { confusion.reduce(0) { $0 + $1[label] } }

  /// Returns F1 of a class, 2 · right / (images of the class + images read as it): the harmonic mean
  /// of precision and recall; 0 where both counts are 0.
  public func f1(_ label: Int) -> Double {
    let total = images(of: label) + predictions(of: label)
    return total > 0 ? 2 * Double(confusion[label][label]) / Double(total) : 0
  }

  /// The most frequent class; the first of equal ones.
  public var majority: Int {
    let counts = confusion.map { $0.reduce(0, +) }
    return counts.firstIndex(of: counts.max() ?? 0) ?? 0
  }

  /// The share of images that belong to the most frequent class: the accuracy of always answering
  /// with it; 0 without images.
  public var majorityShare: Double {
    count > 0 ? Double(images(of: majority)) / Double(count) : 0
  }

  /// The classes that have images and that no image was read as.
  public var neverPredicted: [Int] {
    confusion.indices.filter { images(of: $0) > 0 && predictions(of: $0) == 0 }
  }
}
