/// The operation of ``PairLoops/foldPairs(_:_:upper:lower:into:at:count:)`` on four values.
package enum PairFold: Sendable {
  case maximum, minimum, mean
}
