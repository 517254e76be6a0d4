/// What all parameters have in common in a step of Adam.
package struct AdamCoefficients: Hashable, Sendable {
  /// The learning rate.
  package var rate: Float
  /// λ of decoupled weight decay.
  package var decay: Float
  /// c₁ = 1 − 0.9ᵗ.
  package var firstCorrection: Float
  /// c₂ = 1 − 0.999ᵗ.
  package var secondCorrection: Float

  /// Creates a step.
  package init(rate: Float, decay: Float, firstCorrection: Float, secondCorrection: Float) {
    self.rate = rate
    self.decay = decay
    self.firstCorrection = firstCorrection
    self.secondCorrection = secondCorrection
  }
}
