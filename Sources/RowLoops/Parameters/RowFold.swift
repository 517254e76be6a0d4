/// What ``RowLoops/fold(_:_:from:offsets:into:at:count:)`` does with its taps.
package enum RowFold: Sendable {
  case maximum, minimum
  /// Σ x², the square root being left to the caller.
  case sumOfSquares
  /// The middle value; of an even number of taps the mean of the middle two.
  case median
}
