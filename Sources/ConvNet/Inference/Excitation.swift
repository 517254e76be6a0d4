/// The place of an image that excites a unit, and how much.
public struct Excitation: Hashable, Sendable {
  /// The index of the image.
  public let image: Int
  /// The row of the value in the unit's map.
  public let y: Int
  /// The column of the value in the unit's map.
  public let x: Int
  /// The value of the map, after the layer's activation.
  public let value: Float

  /// Creates a record of a place.
  public init(image: Int, y: Int, x: Int, value: Float) {
    self.image = image
    self.y = y
    self.x = x
    self.value = value
  }

  /// Whether this place stands before another one: the larger value, then the first image.
  package func precedes(_ other: Excitation) -> Bool {
    value != other.value ? value > other.value : image < other.image
  }
}
