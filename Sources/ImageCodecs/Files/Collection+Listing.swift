extension Collection<String> {
  /// The texts as a list in a sentence: `a`, `a or b`, `a, b or c`.
  package func listed(_ word: String) -> String {
    guard count > 1, let last = dropFirst(count - 1).first else { return joined() }
    return "\(dropLast().joined(separator: ", ")) \(word) \(last)"
  }
}
