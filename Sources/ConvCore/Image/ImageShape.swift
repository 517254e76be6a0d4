/// The shape of an image or of a stack of maps: H×W×C, channels interleaved.
public struct ImageShape: Hashable, Sendable, CustomStringConvertible {
  /// Rows.
  public var height: Int
  /// Columns.
  public var width: Int
  /// Values per pixel.
  public var channels: Int

  /// Creates a shape.
  public init(height: Int, width: Int, channels: Int) {
    self.height = height
    self.width = width
    self.channels = channels
  }

  /// Height and width.
  public var size: Size2D { Size2D(height: height, width: width) }

  /// Values of one row.
  public var rowLength: Int { width * channels }

  /// Values in all.
  public var count: Int { height * width * channels }

  /// `H×W×C`.
  public var description: String { "\(height)×\(width)×\(channels)" }
}
