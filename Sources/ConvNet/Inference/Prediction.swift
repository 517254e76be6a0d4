import ConvCore

/// The answer of a network for one image: a probability for each class.
public struct Prediction: Hashable, Sendable {
  /// The names of the classes.
  public let classNames: [String]
  /// The softmax of the outputs, one value for each class; the values sum to 1.
  public let probabilities: [Float]
  /// Whether all outputs are finite; otherwise the weights are damaged and the answer means nothing.
  public let isFinite: Bool

  /// Creates the answer for the outputs of the last layer.
  init(logits: [Float], classNames: [String]) {
    self.classNames = classNames
    probabilities = Loss.softmax(logits)
    isFinite = logits.allSatisfy(\.isFinite) && probabilities.allSatisfy(\.isFinite)
  }

  /// Returns the classes of the highest probabilities, the most probable first.
  public func top(_ count: Int) -> [(className: String, probability: Float)] {
    probabilities.indices.sorted { probabilities[$0] > probabilities[$1] }.prefix(count)
      .map { (classNames[$0], probabilities[$0]) }
  }
}
