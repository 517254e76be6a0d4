/// A height and a width, in that order everywhere.
public struct Size2D: Hashable, Sendable, CustomStringConvertible {
  /// Rows.
  public var height: Int
  /// Columns.
  public var width: Int

  /// Creates a size.
  public init(height: Int, width: Int) {
    self.height = height
    self.width = width
  }

  /// Creates a square.
  public init(_ side: Int) { self.init(height: side, width: side) }

  /// `height×width`, as the command line prints it.
  public var description: String { "\(height)×\(width)" }
}

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

/// An operation that an image of this shape does not allow.
public struct ShapeError: Error, Hashable, Sendable, CustomStringConvertible {
  /// One line that names both shapes.
  public let description: String

  /// Creates an error with its message.
  public init(_ description: String) { self.description = description }
}
