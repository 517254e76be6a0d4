import Testing

/// A call as people who know other programs type it, and the words that its answer must hold.
struct MeantCall: Sendable, CustomTestStringConvertible {
  /// The call without the program's name, with quotes as a shell reads them.
  let text: String
  let words: [String]

  init(_ text: String, _ words: String...) {
    self.text = text
    self.words = words
  }

  /// The words of the call.
  var arguments: [String] {
    var list: [String] = []
    var word = ""
    var isQuoted = false
    var isOpen = false
    for character in text {
      if character == "'" {
        isQuoted.toggle()
        isOpen = true
      } else if character == " " && !isQuoted {
        if isOpen { list.append(word) }
        (word, isOpen) = ("", false)
      } else {
        word.append(character)
        isOpen = true
      }
    }
    return isOpen ? list + [word] : list
  }

  var testDescription: String { text }
}
