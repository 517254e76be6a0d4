/// Two numbers of at most 65535, with `x`, a comma, `×`, `*` or a blank between them; one number
/// counts for both.
struct SidePair {
  let first: Int
  let second: Int
  /// Whether both numbers were typed.
  let isPair: Bool

  init?(_ text: String, from least: Int) {
    let plain = text.trimming { " ()[]".contains($0) }
    let numbers = plain.split(omittingEmptySubsequences: false) { "xX×*,".contains($0) }
      .flatMap { part in
        let words = part.split(separator: " ")
        return words.isEmpty ? [nil] : words.map { Int($0) }
      }
    guard (1...2).contains(numbers.count), let first = numbers[0], let second = numbers.last ?? nil,
      (least...65535).contains(first), (least...65535).contains(second)
    else { return nil }
    (self.first, self.second) = (first, second)
    isPair = numbers.count == 2
  }
}

extension StringProtocol {
  /// The text without the characters at both ends that fulfill a condition.
  func trimming(while condition: (Character) -> Bool) -> SubSequence {
    var rest = self[...]
    while let first = rest.first, condition(first) { rest = rest.dropFirst() }
    while let last = rest.last, condition(last) { rest = rest.dropLast() }
    return rest
  }
}
