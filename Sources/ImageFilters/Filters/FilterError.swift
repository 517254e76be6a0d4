import ConvCore

/// An error in the description of a filter or in its options.
public struct FilterError: Error, Hashable, Sendable, CustomStringConvertible {
  /// One line for the user.
  public let description: String

  /// Creates an error with its message.
  public init(_ description: String) { self.description = description }
}
