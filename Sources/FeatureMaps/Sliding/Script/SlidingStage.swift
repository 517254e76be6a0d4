/// How much of a window's computation is shown.
package enum SlidingStage: String, Hashable, Sendable, Codable {
  /// The window lies over the input, and its values are shown.
  case values
  /// The products as well.
  case products
  /// The sum as well, and the output is filled in.
  case result
}
