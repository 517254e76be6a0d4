import ConvCore

/// A filter that was asked for in a way that makes no sense.
public struct FilterError: Error, Hashable, Sendable, CustomStringConvertible {
  /// One line for the user.
  public let description: String

  /// Creates an error with its message.
  public init(_ description: String) { self.description = description }
}
