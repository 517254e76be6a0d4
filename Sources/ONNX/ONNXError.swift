/// The reason why a model could not be read, checked or run.
package struct ONNXError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of a failure.
  package enum Code: Hashable, Sendable {
    /// The file is not an ONNX model, or its parts contradict each other.
    case damaged
    /// The file is sound, but holds something that this program does not know.
    case unsupported
    /// More memory is needed than the caller allows.
    case overLimit
    /// A file that the model names does not exist.
    case noInput
  }

  /// The kind of the failure.
  package let code: Code
  /// One line for the user, without the name of the file.
  package let description: String

  /// Creates an error from its kind and one line of text.
  package init(_ code: Code, _ description: String) {
    (self.code, self.description) = (code, description)
  }

  /// The same error with the node that it concerns.
  func about(_ node: String) -> ONNXError { ONNXError(code, "\(node): \(description)") }
}
