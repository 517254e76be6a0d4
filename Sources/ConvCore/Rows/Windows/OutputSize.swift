/// How large an output is.
public enum OutputSize: Hashable, Sendable {
  /// As large as the input (over the stride); positions outside are read from the border.
  case same
  /// Only where the whole window lies inside: H − kH + 1 (over the stride). Anchors do not matter.
  case valid
}
