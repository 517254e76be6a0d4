package import ConvCore

/// The formula of an output's size.
package enum SlidingSizeRule: Hashable, Sendable {
  /// ⌈H / s⌉: the border supplies what is missing.
  case same
  /// ⌊(H − d·(k − 1) − 1) / s⌋ + 1: only windows that fit.
  case valid
  /// ⌊(H + 2p − k) / s⌋ + 1, or ⌈ ⌉.
  case pooling(Pooling.Padding, ceil: Bool)
  /// (H − 1)·s + d·(k − 1) + 1: every stamp whole.
  case stamps
  /// s·H: what stamps beyond is cut off.
  case cutStamps
}
