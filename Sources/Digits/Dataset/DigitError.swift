import ImageCodecs

/// Why digits could not be read, written, downloaded or found in a picture.
public struct DigitError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of failure it is; a program may answer each in its own way.
  public enum Code: Hashable, Sendable {
    /// There is no such file or folder, or it cannot be opened.
    case noInput
    /// The bytes are broken, cut short or not what they claim to be; or no digit is in a picture.
    case damaged
    /// No mirror delivered a file.
    case downloadImpossible
    /// A file or folder cannot be created.
    case cannotCreate
    /// Writing failed half-way.
    case writeFailed
  }

  /// What kind of failure it is.
  public let code: Code
  /// One line for the user; where a file is to blame, it begins with the file's name.
  public let description: String

  /// Creates an error.
  public init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }

  /// Creates an error about a file: `name: what`.
  init(_ code: Code, _ name: String, _ what: String) { self.init(code, "\(name): \(what)") }

  /// The error of an output file, with its name.
  init(_ error: CodecError, _ name: String) {
    self.init(error.code == .writeFailed ? .writeFailed : .cannotCreate, name, error.description)
  }
}
