/// The shape of what flows between layers: channels, height and width of one image.
public struct TensorShape: Hashable, Sendable, CustomStringConvertible {
  /// Channels, or features after flattening.
  public var channels: Int
  /// Rows.
  public var height: Int
  /// Columns.
  public var width: Int

  /// Creates a shape.
  public init(channels: Int, height: Int, width: Int) {
    self.channels = channels
    self.height = height
    self.width = width
  }

  /// Values of one image.
  public var count: Int { channels * height * width }

  /// Values of one channel.
  public var plane: Int { height * width }

  /// `C×H×W`.
  public var description: String { "\(channels)×\(height)×\(width)" }
}
