import ImageCodecs

/// A wrong call on its way to the right one.
///
/// The mistakes are mended in the order in which a reader would: names of options, then words, values,
/// filters and outputs. Each kind is an extension in a file of its own.
struct Correction {
  var call: Call
  let schema: ProgramSchema
  let table: Synonyms
  /// What the parser or the command says against the call; `nil` when nothing was said yet.
  var message: String?
  /// What is wrong, in the order it was found.
  private(set) var remarks: [String] = []
  /// What should stand in the call instead, for a call that cannot be mended as a whole.
  private(set) var pieces: [String] = []
  /// Whether an input is missing, and nothing else is wrong.
  var isMissingFile = false
  /// Whether the parser takes the call as it is now.
  var isAccepted = false
  /// Whether a mistake was found that has no single mending.
  private(set) var isOpen = false

  /// Folders that became patterns, which a shell must expand and which are therefore not quoted.
  var patterns: [String] = []

  /// Other calls that may have been meant.
  var others: [String] = []

  private let first: [String]

  init(call: Call, schema: ProgramSchema, table: Synonyms, message: String?) {
    (self.call, self.schema, self.table, self.message) = (call, schema, table, message)
    first = call.words
  }

  /// Adds what is wrong, and what should stand there instead.
  mutating func note(_ remark: String, _ piece: String? = nil) {
    if !remark.isEmpty, !remarks.contains(remark) { remarks.append(remark) }
    if let piece, !pieces.contains(piece) { pieces.append(piece) }
  }

  /// Adds what is wrong where nobody can say what was meant.
  mutating func leaveOpen(_ remark: String) {
    note(remark)
    pieces = []
    isOpen = true
  }

  /// Mends every mistake that is seen.
  mutating func mend() {
    mendOptionNames()
    mendWords()
    mendFilterValues()
    mendChains()
    mendValues()
    mendTwoFilters()
    mendOutput()
    mendFormat()
    mendLayer()
    mendRelations()
    mendMissing()
  }

  /// Whether the message is about a value.
  func isRefused(_ value: String) -> Bool { message?.contains("'\(value)'") == true }

  /// One line; `nil` when nothing was found.
  var answer: String? {
    guard !remarks.isEmpty else { return nil }
    let text = remarks.prefix(3).joined(separator: "; ")
    if isAccepted && !isOpen && (call.words != first || isCommandNew) {
      return "\(text): did you mean \(([shown] + others).map { "`\($0)`" }.listed("or"))?"
    }
    guard !pieces.isEmpty else { return text }
    return "\(text): did you mean \(pieces.joined(separator: " "))?"
  }

  /// The call as it is typed; a shell expands the patterns in it.
  private var shown: String {
    patterns.reduce(call.text) { text, folder in
      let pattern = GivenFile.pattern(folder)
      return text.replacing(CommandText.quoted(pattern), with: pattern)
    }
  }

  /// Whether the command was not the call's own, so that the words alone do not tell.
  private var isCommandNew: Bool {
    remarks.first.map { $0.hasPrefix("no command") || $0.hasPrefix("the command") } ?? false
  }
}
