import ImageCodecs

/// An error of reading, writing, downloading or finding digits.
public struct DigitError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of failure, so that a program can handle each kind separately.
  public enum Code: Hashable, Sendable {
    /// A file or folder does not exist or cannot be opened.
    case noInput
    /// The bytes are damaged, cut short or of another format, or a picture shows no digit.
    case damaged
    /// No mirror delivered the file.
    case downloadImpossible
    /// A file or folder cannot be created.
    case cannotCreate
    /// Writing failed after the file was created.
    case writeFailed
  }

  /// The kind of failure.
  public let code: Code
  /// The message: one line for the user; it begins with the file's name if a file is the cause.
  public let description: String

  /// Creates an error with a kind and a message.
  public init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }

  /// Creates an error about a file, with the message `name: what`.
  init(_ code: Code, _ name: String, _ what: String) { self.init(code, "\(name): \(what)") }

  /// Creates an error from the failure of an output file, with the file's name.
  init(_ error: CodecError, _ name: String) {
    self.init(error.code == .writeFailed ? .writeFailed : .cannotCreate, name, error.description)
  }
}
