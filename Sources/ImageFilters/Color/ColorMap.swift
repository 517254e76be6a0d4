/// A map from numbers to colors.
///
/// The raw value is the name of the map on the command line.
public enum ColorMap: String, Hashable, Sendable, CaseIterable, Codable {
  /// For signed values in −1…1: −1 is blue, 0 exactly white, 1 red.
  case diverging
  /// For values in 0…1: dark purple, blue, teal, green, yellow.
  ///
  /// The lightness L* of CIELAB rises from 14 to 91 in equal steps. Equal differences therefore
  /// look equal, also to color-blind people and in a gray print.
  case viridis
  /// For values in 0…1: black to white, the gray level proportional to the value.
  case gray

  /// Whether the map is for −1…1 with zero in the middle, instead of 0…1.
  public var isDiverging: Bool { self == .diverging }

  /// Finds the color of a value.
  ///
  /// - Parameter value: −1…1 for a diverging map, 0…1 for a sequential map. Values outside are
  ///   clipped; NaN gives mid-gray.
  /// - Returns: Red, green and blue, each 0…255, between the colors of the map's anchors.
  public func color(of value: Float) -> SIMD3<Float> {
    guard value == value else { return SIMD3(repeating: 128) }
    let share = isDiverging ? (min(max(value, -1), 1) + 1) * 0.5 : min(max(value, 0), 1)
    let anchors = anchors
    let position = share * Float(anchors.count - 1)
    let lower = min(Int(position), anchors.count - 2)
    let fraction = position - Float(lower)
    return anchors[lower] * (1 - fraction) + anchors[lower + 1] * fraction
  }

  /// The colors at equal distances from the lowest to the highest value.
  private var anchors: [SIMD3<Float>] {
    switch self {
    case .diverging: ColorMap.blueWhiteRed
    case .viridis: ColorMap.purpleTealYellow
    case .gray: ColorMap.blackWhite
    }
  }

  private static let blueWhiteRed: [SIMD3<Float>] = [
    SIMD3(8, 38, 110), SIMD3(58, 128, 200), SIMD3(255, 255, 255), SIMD3(214, 84, 66),
    SIMD3(120, 8, 32),
  ]

  /// Points of a path through OKLCh, hue 308° to 104°, at L* 14, 20.4, … 91, moved into sRGB.
  private static let purpleTealYellow: [SIMD3<Float>] = [
    SIMD3(59, 4, 89), SIMD3(57, 32, 114), SIMD3(47, 55, 134), SIMD3(23, 77, 148),
    SIMD3(2, 99, 147), SIMD3(3, 119, 148), SIMD3(2, 139, 151), SIMD3(2, 159, 151),
    SIMD3(0, 180, 144), SIMD3(74, 198, 128), SIMD3(135, 212, 108), SIMD3(192, 224, 86),
    SIMD3(248, 233, 67),
  ]

  private static let blackWhite: [SIMD3<Float>] = [SIMD3(0, 0, 0), SIMD3(255, 255, 255)]
}
