import ArgumentParser

/// Values of options that begin with a minus sign, which the parser would take for options.
enum SignedValues {
  /// Parses a call; where it fails, signed numbers behind options are read as their values.
  ///
  /// - Throws: The parser's error, about the value if that is refused.
  static func parsed(_ words: [String]) throws -> any ParsableCommand {
    do { return try ConvTool.parseAsRoot(words.map(LiteralArgument.guarded)) } catch {
      guard words.contains(where: TypedNumber.isSigned), let joined = joined(words) else {
        throw error
      }
      return try ConvTool.parseAsRoot(joined.map(LiteralArgument.guarded))
    }
  }

  /// The call with equals signs before signed numbers; `nil` where nothing changes.
  private static func joined(_ words: [String]) -> [String]? {
    guard let first = words.first, let command = ProgramSchema.load()?.command(first) else {
      return nil
    }
    let joined = Call(command, words.dropFirst()).words
    return joined.count == words.count ? nil : joined
  }
}
