/// An error in a text of layers.
public struct LayerTextError: Error, Hashable, Sendable, CustomStringConvertible {
  /// One line that names the layer by its number and its words.
  public let description: String

  /// Creates an error from its message.
  public init(_ description: String) { self.description = description }
}
