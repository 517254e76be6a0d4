/// The operation of ``PairLoops/foldPairs(_:_:upper:lower:into:at:count:)`` on four values.
package enum PairFold: Sendable {
  /// The largest, the smallest, and the mean of the four values.
  case maximum, minimum, mean
}
