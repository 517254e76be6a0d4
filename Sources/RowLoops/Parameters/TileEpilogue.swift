/// What becomes of a sum that is transformed back.
package enum TileEpilogue: Hashable, Sendable {
  /// The bias is added, then, if wanted, max(·, 0) taken; NaN stays NaN.
  case biased(Float, rectify: Bool)
  /// It is a gradient and goes to the place of the rectified value it belongs to, where that is
  /// positive; elsewhere 0 does.
  case gated
}
