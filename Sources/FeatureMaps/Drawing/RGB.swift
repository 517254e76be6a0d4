/// A colour of a picture: sRGB, 8 bits a component.
public struct RGB: Hashable, Sendable {
  /// Red, 0…255.
  public var red: UInt8
  /// Green, 0…255.
  public var green: UInt8
  /// Blue, 0…255.
  public var blue: UInt8

  /// Creates a colour.
  public init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// Rounds the components of a colour map; what lies outside 0…255 is clipped.
  public init(_ components: SIMD3<Float>) {
    let levels = components.clamped(
      lowerBound: SIMD3(repeating: 0), upperBound: SIMD3(repeating: 255)
    ).rounded(.toNearestOrAwayFromZero)
    self.init(UInt8(levels.x), UInt8(levels.y), UInt8(levels.z))
  }

  /// Paper.
  public static let white = RGB(255, 255, 255)
  /// Titles and numbers.
  public static let ink = RGB(33, 37, 45)
  /// Axis labels and captions.
  public static let label = RGB(84, 91, 102)
  /// Frames and axes.
  public static let frame = RGB(150, 156, 166)
  /// Lines of a grid, and hatching.
  public static let grid = RGB(226, 229, 234)

  /// How bright the colour looks, 0…1: the luma of BT.709.
  public var luma: Float {
    (0.2126 * Float(red) + 0.7152 * Float(green) + 0.0722 * Float(blue)) / 255
  }

  /// The colour on the way to another one: 0 is this one, 1 the other.
  public func mixed(with other: RGB, share: Float) -> RGB {
    RGB(components * (1 - share) + other.components * share)
  }

  private var components: SIMD3<Float> { SIMD3(Float(red), Float(green), Float(blue)) }
}
