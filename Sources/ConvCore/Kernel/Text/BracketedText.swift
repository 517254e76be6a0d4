/// A kernel in brackets, as written in Python, MATLAB, Julia or C.
///
/// In `[[0,1,0],[1,-4,1],[0,1,0]]` and `[0,1,0],[1,-4,1],[0,1,0]` each row is in brackets.
/// `[0 1 0; 1 -4 1; 0 1 0]` is plain text in one pair of brackets.
struct BracketedText {
  /// The contents of the innermost brackets, in order.
  private(set) var groups: [String] = []
  /// Whether the only group is the whole kernel instead of one of its rows.
  var isPlain: Bool { groups.count == 1 && deepest == 1 }

  private var deepest = 0

  init(_ text: String) throws(KernelTextError) {
    var depth = 0
    var group = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "[", "{":
        if depth > 0 { try BracketedText.requireNothing(group) }
        depth += 1
        if depth > deepest && !groups.isEmpty {
          throw KernelTextError("some rows of the kernel have more brackets than others")
        }
        deepest = max(deepest, depth)
        group = String.UnicodeScalarView()
      case "]", "}":
        if depth == deepest {
          groups.append(String(group))
        } else {
          try BracketedText.requireNothing(group)
        }
        depth -= 1
        group = String.UnicodeScalarView()
      default:
        group.append(scalar)
      }
      guard depth >= 0 else { throw KernelTextError("a bracket ends that has not begun") }
      guard depth <= 2 else {
        throw KernelTextError("brackets in brackets in brackets: a kernel has rows and columns")
      }
      if depth == 0 { try BracketedText.requireNothing(group) }
    }
    guard depth == 0 else { throw KernelTextError("a bracket of the kernel does not end") }
  }

  /// Requires that the text between rows holds only separators.
  private static func requireNothing(
    _ text: String.UnicodeScalarView
  ) throws(KernelTextError) {
    let rest = text.filter { !$0.properties.isWhitespace && $0 != "," && $0 != ";" }
    guard rest.isEmpty else {
      throw KernelTextError(
        "'\(String(String.UnicodeScalarView(rest)))' lies outside of the brackets of the rows")
    }
  }
}
