import ConvCore

/// The distribution of the weights before training.
public enum Initialization: String, Hashable, Sendable, CaseIterable {
  /// Uniform with variance 2 / fan-in, for rectified layers (He et al., 2015).
  case he
  /// Uniform with variance 2 / (fan-in + fan-out) (Glorot and Bengio, 2010).
  case glorot

  /// Draws weights from the uniform distribution in ±√(3 · variance).
  func values(
    count: Int, fanIn: Int, fanOut: Int, using generator: inout SplitMix64
  ) -> [Float] {
    let variance = self == .he ? 2 / Float(fanIn) : 2 / Float(fanIn + fanOut)
    let limit = (3 * variance).squareRoot()
    return (0..<count).map { _ in (2 * generator.unit() - 1) * limit }
  }
}
