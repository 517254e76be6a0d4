/// An image that a network read wrong.
public struct Misreading: Hashable, Sendable {
  /// The index of the image in its source.
  public let index: Int
  /// The true class.
  public let truth: Int
  /// The class with the highest probability.
  public let answer: Int
  /// The probability of ``answer``, 0…1.
  public let probability: Float

  /// Creates a record of an image.
  public init(index: Int, truth: Int, answer: Int, probability: Float) {
    self.index = index
    self.truth = truth
    self.answer = answer
    self.probability = probability
  }
}

extension Misreading: Comparable {
  /// Whether this mistake is worse: the network was surer of it; of equal ones, the first image's.
  public static func < (a: Misreading, b: Misreading) -> Bool {
    a.probability != b.probability ? a.probability > b.probability : a.index < b.index
  }
}
