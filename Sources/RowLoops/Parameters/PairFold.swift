/// What ``PairLoops/foldPairs(_:_:upper:lower:into:at:count:)`` does with the four values.
package enum PairFold: Sendable {
  case maximum, minimum, mean
}
