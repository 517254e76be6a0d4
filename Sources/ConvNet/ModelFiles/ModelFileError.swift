/// An error for a model file that is damaged or of another format.
public enum ModelFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A failure that no other case describes, as one line of text.
  case failure(String)
  /// The metadata describes no layers, and the shapes of the tensors are those of no known network.
  ///
  /// - unreadTypes: The types of tensors that are not read.
  case unknownArchitecture(unreadTypes: [String])

  /// Creates an error with a message.
  public init(_ description: String) { self = .failure(description) }

  /// The message: one line that says what is wrong.
  public var description: String {
    switch self {
    case .failure(let text): text
    case .unknownArchitecture(let types):
      "no architecture in the metadata, and the shapes of the tensors are not those of "
        + "train-mnist's cnn or mlp"
        + (types.isEmpty ? "" : "; tensors of type \(types.joined(separator: ", ")) are not read")
    }
  }
}
