/// An error in the text of a kernel.
public struct KernelTextError: Error, Hashable, Sendable, CustomStringConvertible {
  /// One line that names the first error.
  public let description: String

  init(_ description: String) { self.description = description }
}
