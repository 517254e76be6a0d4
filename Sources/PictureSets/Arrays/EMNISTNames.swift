/// The names of EMNIST's classes by label, which its files do not hold.
///
/// Source: Cohen and others, "EMNIST: extending MNIST to handwritten letters" (2017).
enum EMNISTNames {
  private static let digits = (0...9).map(String.init)
  private static let capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".map(String.init)
  private static let small = "abcdefghijklmnopqrstuvwxyz".map(String.init)
  /// The small letters that differ enough from their capitals.
  private static let distinct = "abdefghnqrt".map(String.init)

  /// Returns the names for a set, such as `emnist-letters`; none for other sets.
  static func names(_ set: String) -> [Int: String] {
    let list: [String] =
      switch set {
      // Labels of letters begin at 1.
      case "emnist-letters": [""] + capitals
      case "emnist-byclass": digits + capitals + small
      case "emnist-bymerge", "emnist-balanced": digits + capitals + distinct
      default: []
      }
    return Dictionary(
      uniqueKeysWithValues: list.enumerated().filter { !$1.isEmpty }.map { ($0, $1) })
  }
}
