/// An operation that an image of this shape does not allow.
public struct ShapeError: Error, Hashable, Sendable, CustomStringConvertible {
  /// One line that names both shapes.
  public let description: String

  /// Creates an error with its message.
  public init(_ description: String) { self.description = description }
}
