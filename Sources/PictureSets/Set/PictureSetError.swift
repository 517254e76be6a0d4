/// The reason why a set of pictures cannot be used.
package struct PictureSetError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of a failure, so that a program can handle each kind differently.
  package enum Code: Hashable, Sendable {
    /// A file or folder does not exist or cannot be opened.
    case noInput
    /// The data are damaged, incomplete or no set of pictures.
    case damaged
    /// The call leaves open what the data do not say, or contradicts them.
    case usage
    /// The data need more memory than is allowed.
    case overLimit
  }

  /// The kind of the failure.
  package let code: Code
  /// One line that says what is wrong.
  package let description: String
  /// What is wrong with each picture or class, a line each; empty when ``description`` says all.
  package let details: [String]

  /// Creates an error.
  package init(_ code: Code, _ description: String, details: [String] = []) {
    (self.code, self.description, self.details) = (code, description, details)
  }
}
