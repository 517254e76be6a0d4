/// How pictures are scaled.
package enum Interpolation: String, Sendable, CaseIterable {
  case nearest, bilinear, bicubic

  /// For each place of a scaled side, the first place of the original and the weights from there.
  ///
  /// The kernel widens when a side shrinks, which is antialiasing; the weights of a place sum to 1.
  package func taps(from side: Int, to target: Int) -> [(first: Int, weights: [Double])] {
    let scale = Double(side) / Double(target)
    guard self != .nearest else {
      return (0..<target).map { place in
        (min(side - 1, Int((Double(place) + 0.5) * scale)), [1])
      }
    }
    if side == target { return (0..<target).map { ($0, [1]) } }
    let stretch = max(1, scale)
    let reach = (self == .bicubic ? 2 : 1) * stretch
    return (0..<target).map { place in
      let center = (Double(place) + 0.5) * scale
      let first = max(0, Int((center - reach + 0.5).rounded(.down)))
      let last = min(side, Int((center + reach + 0.5).rounded(.down)))
      let weights = (first..<last).map { weight((Double($0) + 0.5 - center) / stretch) }
      let sum = weights.reduce(0, +)
      return (first, weights.map { $0 / sum })
    }
  }

  private func weight(_ distance: Double) -> Double {
    let d = abs(distance)
    guard self == .bicubic else { return max(0, 1 - d) }
    // Keys's cubic with −0.5, Pillow's.
    if d <= 1 { return (1.5 * d - 2.5) * d * d + 1 }
    return d < 2 ? ((-0.5 * d + 2.5) * d - 4) * d + 2 : 0
  }
}
