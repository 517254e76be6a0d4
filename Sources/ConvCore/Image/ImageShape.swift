/// The shape H×W×C of an image or of a stack of maps, with interleaved channels.
public struct ImageShape: Hashable, Sendable, CustomStringConvertible {
  /// Number of rows.
  public var height: Int
  /// Number of columns.
  public var width: Int
  /// Number of values per pixel.
  public var channels: Int

  /// Creates a shape from height, width and channels.
  public init(height: Int, width: Int, channels: Int) {
    self.height = height
    self.width = width
    self.channels = channels
  }

  /// The height and width without the channels.
  public var size: Size2D { Size2D(height: height, width: width) }

  /// Number of values in one row, W·C.
  public var rowLength: Int { width * channels }

  /// Number of values in the image, H·W·C.
  public var count: Int { height * width * channels }

  /// The shape as text, `H×W×C`.
  public var description: String { "\(height)×\(width)×\(channels)" }
}
