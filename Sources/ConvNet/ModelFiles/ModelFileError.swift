/// An error for a model file that is damaged or of another format.
public struct ModelFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The message: one line that says what is wrong.
  public let description: String

  /// Creates an error with a message.
  public init(_ description: String) { self.description = description }
}
