/// The last step of ``RowLoops/winogradOutput(_:from:_:_:into:at:)``.
package enum TileEpilogue: Hashable, Sendable {
  /// Adds the bias and then, if wanted, takes max(·, 0); NaN stays NaN.
  case biased(Float, rectify: Bool)
  /// Overwrites each activation y with the gradient where y > 0, with 0 elsewhere (the derivative
  /// of ReLU).
  case gated
}
