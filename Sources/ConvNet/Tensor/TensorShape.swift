public import ConvCore

/// The shape of a tensor between layers: channels, height and width of one image.
public struct TensorShape: Hashable, Sendable, CustomStringConvertible {
  /// The number of channels; after flattening, the number of features.
  public var channels: Int
  /// The number of rows.
  public var height: Int
  /// The number of columns.
  public var width: Int

  /// Creates a shape from its sides.
  public init(channels: Int, height: Int, width: Int) {
    self.channels = channels
    self.height = height
    self.width = width
  }

  /// Creates a shape from channels, height and width, in this order.
  ///
  /// - Throws: `ShapeError` when there are not three sides, or one is not positive.
  public init(sides: [Int]) throws(ShapeError) {
    guard sides.count == 3, sides.allSatisfy({ $0 > 0 }) else {
      throw ShapeError("\(sides) is no shape of channels, height and width")
    }
    self.init(channels: sides[0], height: sides[1], width: sides[2])
  }

  /// The number of values of one image.
  public var count: Int { channels * height * width }

  /// The number of values of one channel.
  public var plane: Int { height * width }

  /// The sides as text, `C×H×W`.
  public var description: String { "\(channels)×\(height)×\(width)" }
}
