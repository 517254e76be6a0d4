import ArgumentParser
import ImageCodecs

/// Answers a wrong call with the right one.
///
/// A call that failed is taken apart and mended, one kind of mistake after the other, until the parser
/// takes it. Nothing here runs in a call that is right.
enum WrongCall {
  /// Says what is wrong with a call, and the call that was meant.
  ///
  /// - Parameters:
  ///   - words: The call without the program's name.
  ///   - failure: What the command said.
  ///   - parser: What the parser said, for a call that it does not take.
  /// - Returns: A failure with both; the given one when nothing better can be said.
  static func answer(
    _ words: [String], after failure: Failure, parser: String? = nil
  ) -> Failure {
    guard failure.code == .usage || failure.code == .noInput,
      let message = parser ?? failure.message, let schema = ProgramSchema.load()
    else { return failure }
    return answer(words, schema, message: message, code: failure.code) ?? failure
  }

  /// Refuses inputs that cannot have been meant as such: an output, a filter, a folder.
  ///
  /// A batch goes on when an input is missing, so this is found out before its first picture.
  ///
  /// - Throws: ``Failure`` with 64 that shows the call that was meant.
  static func requireInputs(_ inputs: [String]) throws {
    guard inputs.contains(where: GivenFile.isSuspicious) else { return }
    let words = Array(Self.words)
    guard let schema = ProgramSchema.load(),
      let failure = answer(words, schema, message: nil, code: .usage)
    else { return }
    throw failure
  }

  /// The words of this call without the program's name.
  static var words: ArraySlice<String> { FileName.commandLine.dropFirst() }

  /// Whether a word is a file whose name the parser takes for short options, `-h` among them.
  static var namesFileAsOption: Bool {
    words.contains { word in
      word.hasPrefix("-") && !word.hasPrefix("--") && word.count > 2 && Files.exists(word)
    }
  }

  private static func answer(
    _ words: [String], _ schema: ProgramSchema, message: String?, code: ExitStatus
  ) -> Failure? {
    let table = Synonyms()
    switch CommandChoice(words, schema, table) {
    case .none: return nil
    case .answer(let text): return Failure(.usage, text)
    case .call(let call, let remark):
      var correction = Correction(call: call, schema: schema, table: table, message: message)
      if let remark { correction.note(remark) }
      mend(&correction)
      return correction.answer.map { Failure(correction.isMissingFile ? .noInput : .usage, $0) }
    }
  }

  /// Mends a call until the parser takes it or nothing more can be mended.
  private static func mend(_ correction: inout Correction) {
    for _ in 0..<6 {
      let before = correction.call.words
      correction.mend()
      guard let message = refusal(of: correction.call.words) else {
        correction.isAccepted = true
        return
      }
      if correction.call.words == before { return }
      correction.message = message
    }
  }

  /// What the parser says against a call; `nil` when it takes it.
  private static func refusal(of words: [String]) -> String? {
    do {
      _ = try ConvTool.parseAsRoot(words.map(LiteralArgument.guarded))
      return nil
    } catch let failure as Failure {
      return failure.message ?? ""
    } catch {
      return ConvTool.exitCode(for: error).isSuccess ? nil : ConvTool.message(for: error)
    }
  }
}
