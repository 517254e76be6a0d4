/// The reason why an image could not be read or written.
public struct CodecError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of a failure, so that a program can handle each kind differently.
  public enum Code: Hashable, Sendable {
    /// The input does not exist or cannot be opened.
    case noInput
    /// The bytes are broken, cut short, or not of the format that they claim.
    case damaged
    /// The file is sound, but its format or variant is not supported.
    case unsupported
    /// The output cannot be created.
    case cannotCreate
    /// Writing failed after the file was begun.
    case writeFailed
    /// The image is larger than the caller allows.
    case overLimit
  }

  /// The kind of the failure.
  public let code: Code
  /// One line for the user, without the name of the file.
  public let description: String

  /// Creates an error from its kind and one line of text.
  public init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }
}
