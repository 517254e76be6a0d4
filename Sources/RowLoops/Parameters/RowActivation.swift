/// The function of ``ActivationLoops/activate(_:_:from:into:at:count:)``.
package enum RowActivation: Sendable {
  /// max(x, 0).
  case rectify
  /// 1 / (1 + e⁻ˣ).
  case sigmoid
  /// The error function.
  case errorFunction
  /// x · min(max(x / 6 + 1/2, 0), 1).
  case hardSwish
  /// min(max(x, lower), upper).
  case clip(lower: Float, upper: Float)
  /// x + a.
  case plus(Float)
  /// x · a.
  case times(Float)
  /// x / a, rounded once.
  case over(Float)
}
