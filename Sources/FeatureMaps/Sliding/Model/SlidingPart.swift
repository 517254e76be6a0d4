/// A kernel over one channel: a part of the sum.
package struct SlidingPart: Hashable, Sendable {
  /// What the part is called: `channel 3`, `kernel 1`.
  package let label: String
  /// The channel of the input.
  package let channel: Int
  /// The coefficients in the order in which they lie over the window, each as the float that the
  /// loops multiply with.
  package let weights: [Double]
}
