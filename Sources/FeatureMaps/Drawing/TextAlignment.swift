/// Which part of a text lies at the place it is drawn to.
public enum TextAlignment: Hashable, Sendable {
  /// Its beginning.
  case leading
  /// Its middle.
  case center
  /// Its end.
  case trailing

  /// How far the text reaches before its place.
  func offset(of length: Int) -> Int {
    switch self {
    case .leading: 0
    case .center: length / 2
    case .trailing: length
    }
  }
}
