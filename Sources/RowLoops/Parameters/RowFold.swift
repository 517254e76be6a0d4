/// The operation of ``RowLoops/fold(_:_:from:offsets:into:at:count:)`` on its taps.
package enum RowFold: Sendable {
  /// The largest and the smallest tap.
  case maximum, minimum
  /// The sum of squares Σ x²; the caller takes the square root.
  case sumOfSquares
  /// The middle value; for an even number of taps the mean of the middle two.
  case median
  /// The value with this many taps below it.
  case rank(Int)
}
