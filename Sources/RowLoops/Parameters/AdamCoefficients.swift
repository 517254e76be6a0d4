/// The coefficients of one Adam step that all parameters share.
package struct AdamCoefficients: Hashable, Sendable {
  /// The learning rate.
  package var rate: Float
  /// The coefficient λ of decoupled weight decay.
  package var decay: Float
  /// The bias correction of the first moment, c₁ = 1 − 0.9ᵗ.
  package var firstCorrection: Float
  /// The bias correction of the second moment, c₂ = 1 − 0.999ᵗ.
  package var secondCorrection: Float

  /// Creates the coefficients of one step.
  package init(rate: Float, decay: Float, firstCorrection: Float, secondCorrection: Float) {
    self.rate = rate
    self.decay = decay
    self.firstCorrection = firstCorrection
    self.secondCorrection = secondCorrection
  }
}
