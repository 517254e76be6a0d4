/// A unit of a network that is no filter of pictures.
public struct LearnedFilterError: Error, Hashable, Sendable, CustomStringConvertible {
  /// One line that says what is wrong.
  public let description: String

  init(_ description: String) { self.description = description }
}
