/// The part of a text that lies at the text's position.
public enum TextAlignment: Hashable, Sendable {
  /// The start of the text.
  case leading
  /// The center of the text.
  case center
  /// The end of the text.
  case trailing

  /// Returns the number of pixels of the text before its position.
  func offset(of length: Int) -> Int {
    switch self {
    case .leading: 0
    case .center: length / 2
    case .trailing: length
    }
  }
}
