import ConvCore

/// Reads a text of layers as elements of a network.
struct LayerTextParser {
  private enum Token: Equatable {
    case word(String)
    case end
    case open
    case close
  }

  private var tokens: ArraySlice<Token>
  /// Layers so far.
  private var number = 0
  private var depth = 0
  private static let deepest = 16

  init(_ text: String) {
    var tokens: [Token] = []
    for line in text.split(whereSeparator: \.isNewline) {
      let code = line.prefix { $0 != "#" }
      var word = ""
      func finish(_ tokens: inout [Token]) {
        if !word.isEmpty { tokens.append(.word(word)) }
        word = ""
      }
      for character in code {
        switch character {
        case ";", "{", "}":
          finish(&tokens)
          tokens.append(character == ";" ? .end : character == "{" ? .open : .close)
        case _ where character.isWhitespace: finish(&tokens)
        default: word.append(character)
        }
      }
      finish(&tokens)
      tokens.append(.end)
    }
    self.tokens = tokens[...]
  }

  /// Reads all layers.
  mutating func elements() throws(LayerTextError) -> [LayerElement] {
    let elements = try block()
    guard tokens.isEmpty else { throw LayerTextError("a } without a { before it") }
    guard !elements.isEmpty else {
      throw LayerTextError("no layers: conv 16 3x3 relu; pool 2; dense is an example")
    }
    return elements
  }

  /// Reads layers up to a closing brace or the end.
  private mutating func block() throws(LayerTextError) -> [LayerElement] {
    var elements: [LayerElement] = []
    while let token = tokens.first, token != .close {
      switch token {
      case .end: tokens.removeFirst()
      case .open: throw LayerTextError("a { without residual before it, behind layer \(number)")
      case .close: break
      case .word: elements.append(try layer())
      }
    }
    return elements
  }

  private mutating func layer() throws(LayerTextError) -> LayerElement {
    let words = takeWords()
    number += 1
    let label = LayerTextParser.shown(words)
    guard words[0].lowercased() == "residual" else {
      if tokens.first == .open {
        throw LayerTextError("layer \(number), \(label): only residual has a { behind it")
      }
      let words = LayerWords(words, label: "layer \(number), \(label)")
      return LayerElement(.layer(try words.layer()), label: label)
    }
    return try residual(words, number)
  }

  private mutating func residual(
    _ words: [String], _ own: Int
  ) throws(LayerTextError) -> LayerElement {
    let name = "layer \(own), residual"
    guard words.count == 1, tokens.first == .open else {
      throw LayerTextError("\(name): its layers follow in braces, as in residual { conv 16 3x3 }")
    }
    tokens.removeFirst()
    depth += 1
    guard depth <= LayerTextParser.deepest else {
      throw LayerTextError("\(name): more than \(LayerTextParser.deepest) blocks in each other")
    }
    let elements = try block()
    guard tokens.first == .close else { throw LayerTextError("\(name): the } is missing") }
    tokens.removeFirst()
    depth -= 1
    guard !elements.isEmpty else { throw LayerTextError("\(name): no layers between { and }") }
    let behind = takeWords().map { $0.lowercased() }
    guard behind.isEmpty || behind == ["relu"] else {
      throw LayerTextError(
        "\(name): '\(LayerTextParser.shown(behind))' behind the }: only relu may stand there, "
          + "and ; before the next layer")
    }
    return LayerElement(
      .residual(elements, behind.isEmpty ? .linear : .relu), label: "residual")
  }

  private mutating func takeWords() -> [String] {
    var words: [String] = []
    while case .word(let word)? = tokens.first {
      words.append(word)
      tokens.removeFirst()
    }
    return words
  }

  /// Returns words for a message, cut where they are many.
  private static func shown(_ words: [String]) -> String {
    let text = words.joined(separator: " ")
    return text.count <= 60 ? text : text.prefix(57) + "..."
  }
}
