/// Which value of a window ``ExtremeLoops`` keep.
package enum Extreme: Sendable {
  /// The smallest and the largest value.
  case smallest, largest
}
