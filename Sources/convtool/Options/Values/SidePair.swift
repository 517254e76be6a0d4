/// Two numbers of at most 65535, separated by `x` or a comma; one number counts for both.
struct SidePair {
  let first: Int
  let second: Int

  init?(_ text: String, from least: Int) {
    let numbers = text.split(omittingEmptySubsequences: false) { "x,".contains($0) }
      .map { Int($0) }
    guard (1...2).contains(numbers.count), let first = numbers[0], let second = numbers.last ?? nil,
      (least...65535).contains(first), (least...65535).contains(second)
    else { return nil }
    (self.first, self.second) = (first, second)
  }
}
