/// Why an image could not be read or written.
public struct CodecError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of failure it is; a program may answer each in its own way.
  public enum Code: Hashable, Sendable {
    /// There is no such input, or it cannot be opened.
    case noInput
    /// The bytes are broken, cut short or not what they claim to be.
    case damaged
    /// The bytes are sound, but this kind of file is not supported.
    case unsupported
    /// The output cannot be created.
    case cannotCreate
    /// Writing failed half-way.
    case writeFailed
    /// The image is larger than the caller allows.
    case overLimit
  }

  /// What kind of failure it is.
  public let code: Code
  /// One line for the user, without the name of the file.
  public let description: String

  /// Creates an error.
  public init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }
}
