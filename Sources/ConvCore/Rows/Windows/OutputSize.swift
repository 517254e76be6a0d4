/// The rule for the size of an output.
public enum OutputSize: Hashable, Sendable {
  /// As large as the input (divided by the stride); positions outside are read from the border.
  case same
  /// Only windows that lie inside the image: H − kH + 1 (divided by the stride); anchors are
  /// ignored.
  case valid
}
