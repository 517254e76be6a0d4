/// Colours for numbers.
public enum ColorMap: String, Hashable, Sendable, CaseIterable {
  /// −1 blue, 0 white, 1 red.
  case diverging

  /// The colour of a value in −1…1, components 0…255; values outside are clipped, NaN is gray.
  public func color(of value: Float) -> SIMD3<Float> {
    guard value == value else { return SIMD3(repeating: 128) }
    let position = (min(max(value, -1), 1) + 1) * 0.5 * Float(anchors.count - 1)
    let lower = min(Int(position), anchors.count - 2)
    let share = position - Float(lower)
    return anchors[lower] * (1 - share) + anchors[lower + 1] * share
  }

  /// Colours at equal distances from the lowest to the highest value.
  private var anchors: [SIMD3<Float>] {
    switch self {
    case .diverging: ColorMap.blueWhiteRed
    }
  }

  private static let blueWhiteRed: [SIMD3<Float>] = [
    SIMD3(8, 38, 110), SIMD3(58, 128, 200), SIMD3(255, 255, 255), SIMD3(214, 84, 66),
    SIMD3(120, 8, 32),
  ]
}
