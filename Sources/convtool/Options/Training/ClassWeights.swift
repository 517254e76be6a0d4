import ArgumentParser

/// How much each class counts in training.
enum ClassWeights: String, ExpressibleByArgument, CaseIterable {
  /// By the inverse of its number of pictures.
  case balanced

  /// The weight of each class, N / (classes · pictures of the class): 1 in the mean of the pictures.
  static func balanced(_ labels: [Int]) -> [Float] {
    var counts = [Int](repeating: 0, count: (labels.max() ?? 0) + 1)
    for label in labels { counts[label] += 1 }
    return counts.map { Float(labels.count) / Float(counts.count * max(1, $0)) }
  }
}
