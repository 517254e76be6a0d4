import ImageCodecs

/// Arguments that are matrices with a negative number at their start.
enum LiteralArgument {
  /// Returns an argument that the parser does not take for an option.
  ///
  /// `-1 2; 3 4` begins as an option does. A blank before it changes no number.
  static func guarded(_ argument: String) -> String {
    guard argument.utf8.first == UInt8(ascii: "-"),
      argument.contains(where: { $0 == ";" || $0.isWhitespace }),
      MatrixLiteral.isLiteral(argument)
    else { return argument }
    return " " + argument
  }
}
