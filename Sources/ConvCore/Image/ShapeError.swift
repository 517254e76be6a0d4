/// The error for an operation that does not support the shape of an image.
public struct ShapeError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The message, one line that names both shapes.
  public let description: String

  /// Creates an error from its message.
  public init(_ description: String) { self.description = description }
}
