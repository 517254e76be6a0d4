extension Optional {
  /// The smallest range that contains both ranges; `nil` when there is none.
  func union<Bound: Comparable>(_ other: ClosedRange<Bound>?) -> ClosedRange<Bound>?
  where Wrapped == ClosedRange<Bound> {
    guard let self, let other else { return self ?? other }
    return Swift.min(
      self.lowerBound, other.lowerBound)...Swift.max(self.upperBound, other.upperBound)
  }
}
