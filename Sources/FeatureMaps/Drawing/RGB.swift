/// A color of a picture: sRGB, 8 bits for each component.
public struct RGB: Hashable, Sendable {
  /// The red component, 0…255.
  public var red: UInt8
  /// The green component, 0…255.
  public var green: UInt8
  /// The blue component, 0…255.
  public var blue: UInt8

  /// Creates a color from its components.
  public init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// Creates a color from components of a color map, rounded and clipped to 0…255.
  public init(_ components: SIMD3<Float>) {
    let levels = components.clamped(
      lowerBound: SIMD3(repeating: 0), upperBound: SIMD3(repeating: 255)
    ).rounded(.toNearestOrAwayFromZero)
    self.init(UInt8(levels.x), UInt8(levels.y), UInt8(levels.z))
  }

  /// The color of the background.
  public static let white = RGB(255, 255, 255)
  /// The color of titles and numbers.
  public static let ink = RGB(33, 37, 45)
  /// The color of axis labels and captions.
  public static let label = RGB(84, 91, 102)
  /// The color of frames and axes.
  public static let frame = RGB(150, 156, 166)
  /// The color of grid lines and hatching.
  public static let grid = RGB(226, 229, 234)

  /// The perceived brightness of the color, 0…1: the luma of BT.709.
  public var luma: Float {
    (0.2126 * Float(red) + 0.7152 * Float(green) + 0.0722 * Float(blue)) / 255
  }

  /// Returns the mix of this color and another one; a share of 0 is this color, 1 the other one.
  public func mixed(with other: RGB, share: Float) -> RGB {
    RGB(components * (1 - share) + other.components * share)
  }

  private var components: SIMD3<Float> { SIMD3(Float(red), Float(green), Float(blue)) }
}
