/// A model file that is broken or not one.
public struct ModelFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// One line that says what is wrong.
  public let description: String

  /// Creates an error with its message.
  public init(_ description: String) { self.description = description }
}
