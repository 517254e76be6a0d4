import ConvCore
import ImageCodecs
import ImageFilters

/// The pages of `convtool help TOPIC`: each is made of what the options are made of.
enum HelpTopic: String, CaseIterable {
  case filters, borders, views, formats, like
  /// `kernels` is a command.
  case kernels = "kernel-text"
  case exitCodes = "exit-codes"

  /// The names of all topics.
  static var names: [String] { allCases.map(\.rawValue) }

  /// The topic of a call `help TOPIC`; `nil` for other calls.
  init?(words: [String]) {
    guard words.count == 2, words[0] == "help" else { return nil }
    self.init(rawValue: words[1])
  }

  /// What the page is about.
  var title: String {
    switch self {
    case .filters: "The filters of `convtool filter`, of --then and of `convtool kernels`"
    case .kernels: "Kernels: how they are written and applied"
    case .borders: "What lies outside of the picture, for --border"
    case .views: "How signed responses become pixels, for --view"
    case .formats: "The formats of pictures and arrays"
    case .like: "Filters as other programs compute them, for --like"
    case .exitCodes: "What the exit code of a call says"
    }
  }

  /// The page.
  var text: String { "\(title).\n\n\(body)" }

  private var body: String {
    switch self {
    case .filters: filters
    case .kernels: kernels
    case .borders: borders
    case .views: HelpTopic.table(ResponseView.allCases.map { ($0.rawValue, $0.summary) })
    case .formats: formats
    case .like: LikeTopic.text
    case .exitCodes: HelpTopic.table(ExitStatus.explanations)
    }
  }

  private var filters: String {
    let rows = FilterCatalogue.entries.map { entry in
      let call =
        entry.parameters.isEmpty
        ? "--\(entry.name)" : "--\(entry.name) \(entry.parameterList)"
      return (call, entry.summary)
    }
    let ranges = FilterCatalogue.entries.filter { !$0.parameters.isEmpty }.map { entry in
      let example = entry.example.map(NamedFilter.text).joined(separator: ",")
      let allowed = entry.parameters.map { "\($0.name) \($0.allowed)" }.joined(separator: ", ")
      return ("--\(entry.name) \(example)", allowed)
    }
    return HelpTopic.table(rows) + "\n\nValues, with an example each:\n\n"
      + HelpTopic.table(ranges)
      + "\n\nOne filter is an option, further ones follow:\n"
      + "convtool filter --gaussian 1.5 --then laplacian photo.jpg"
  }

  /// The four pixels abcd of a row, with what each border puts left and right of them.
  private var borders: String {
    let rows = Border.everyKind.map { border in
      let letters = (-4..<8).map { position -> Character in
        guard let index = border.index(of: position, count: 4) else {
          return border == .zero ? "0" : "V"
        }
        return Array("abcd")[index]
      }
      let row = [letters[0..<4], letters[4..<8], letters[8..<12]].map { String($0) }
      let name = border.description.split(separator: ":").first.map(String.init) ?? ""
      return (name == "constant" ? "constant:V" : name, row.joined(separator: "|"))
    }
    return HelpTopic.table(
      rows + [("valid", "nothing: the output shrinks by the kernel's side less 1")])
      + "\n\n"
      + HelpText.wrapped(
        "Every border but valid keeps the size of the picture; replicate is the default. A bare "
          + "reflect or mirror is refused, because other programs mean symmetric or reflect101 by it."
      )
  }

  private var kernels: String {
    let text = ProgramSchema.load()?.command("filter")?.option("--kernel")?.help ?? ""
    let calls = [
      "convtool filter --kernel '0 1 0; 1 -4 1; 0 1 0' photo.jpg",
      "convtool filter --kernel '[[1,2,1],[2,4,2],[1,2,1]]' --normalize photo.jpg",
      "convtool filter --kernel kernel.txt photo.jpg",
      "convtool kernels sobel-x                  prints a kernel of the catalogue",
      "convtool kernels gaussian 1.5 --draw      draws it",
    ]
    return calls.map { "  \($0)" }.joined(separator: "\n") + "\n\n" + HelpText.wrapped(text)
      + "\n\n"
      + HelpText.wrapped(
        "Convolution turns the kernel by 180 degrees, as the formula says; --correlate applies it "
          + "as written, as most tools do.")
  }

  private var formats: String {
    HelpTopic.table(
      ImageFormat.allCases.map { format in
        let traits = format.traits
        let endings = traits.extensions.sorted().map { ".\($0)" }.joined(separator: ", ")
        let isRead = ImageFormat.writable.contains(format) ? "" : ", read only"
        return (traits.name, "\(endings): \(HelpTopic.content(of: traits))\(isRead)")
      })
      + "\n\nThe content of a file says its format when it is read, and the ending of its name, or "
      + "--format,\nwhen it is written."
  }

  private static func content(of traits: ImageFormat.Traits) -> String {
    if traits.isText { return "a text of numbers, one channel of float32" }
    let bits = traits.maximumDepth > 0 ? "up to \(traits.maximumDepth) bits" : ""
    let depth = [bits, traits.holdsFloats ? "raw float32" : ""].filter { !$0.isEmpty }.listed("or")
    return "\(depth), \(traits.holdsAlpha ? "with" : "without") transparency"
  }

  /// Two columns; the second one is wrapped at the width of a terminal.
  static func table(_ rows: [(String, String)]) -> String {
    let width = min(28, (rows.map(\.0.count).max() ?? 0) + 2)
    return rows.map { name, text in
      let lines = HelpText.lines(of: text, width: 76 - width)
      let first = name.count + 2 > width ? "  \(name)\n" : "  " + name.padded(to: width)
      let indent = String(repeating: " ", count: width + 2)
      let body = lines.joined(separator: "\n\(indent)")
      return first + (name.count + 2 > width ? indent : "") + body
    }.joined(separator: "\n")
  }
}

extension String {
  /// The text with blanks behind it up to a width.
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
