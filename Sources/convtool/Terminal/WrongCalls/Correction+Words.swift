import ConvCore
import ImageCodecs

extension Correction {
  /// Turns words that are no inputs into what they mean: options, outputs, models, folders.
  mutating func mendWords() {
    mendDashes()
    mendCatalogueWords()
    mendWordOptions()
    mendModels()
    mendRequired()
    mendResultNames()
    mendFolders()
    mendMissingFiles()
  }

  /// Dashes that a word processor made of two hyphens.
  private mutating func mendDashes() {
    for index in call.inputs {
      let word = call.parts[index].text
      guard let first = word.first, "\u{2013}\u{2014}\u{2212}".contains(first),
        word.dropFirst().first?.isLetter == true, !Files.exists(word)
      else { continue }
      call.parts[index].kind = .unknownOption
    }
    mendOptionNames()
  }

  private mutating func mendWordOptions() {
    var index = 0
    while index < call.parts.count {
      if call.parts[index].kind == .word, !GivenFile.isInput(call.parts[index].text) {
        mendWordOption(at: index)
      }
      index += 1
    }
  }

  private mutating func mendWordOption(at index: Int) {
    let word = call.parts[index].text
    if TypedNumber.isNumeric(word) { return mendNumber(at: index) }
    if Files.exists(word) || word.contains("/") || namesCatalogue(index) { return }
    if let option = call.command.options.first(where: { $0.words.contains(word) }),
      call.command.positionals.isEmpty, !call.contains(option.name)
    {
      call.parts[index] = Call.Part(kind: .option, text: option.name, value: word)
      return note("'\(word)' goes with \(option.name)", "\(option.name) \(word)")
    }
    if !word.contains("="), GivenFile.isNamed(word) { return }
    let inputs = call.inputs.filter { GivenFile.isNamed(call.parts[$0].text) }
    // A word alone may be a misspelt file; beside a file it is a misspelt option.
    guard
      let meaning = OptionMeaning(
        word: word, call.command, table, isMisspelt: !inputs.isEmpty && !hasChoice)
    else { return }
    let isFilter = FilterWords.isChoice(meaning.option)
    let kind = isFilter ? "a filter" : "an option"
    var part = Call.Part(kind: .option, text: meaning.text)
    if meaning.option.kind == .option {
      call.parts[index] = part
      let next = meaning.hasTypedValue ? nil : takeNextWord(after: index, for: meaning.option)
      part.value = next ?? meaning.value
    }
    call.parts[index] = part
    let piece = part.words.joined(separator: " ")
    note(
      remarks.first == "no command '\(word)'" ? "" : "'\(word)' is no file: \(kind) begins with --",
      piece)
    if part.text == "--sobel", Synonyms.key(word) != "sobel" {
      others.append(call.text.replacing("--sobel", with: "--canny 60,160"))
    }
  }

  /// Whether a filter is chosen already.
  private var hasChoice: Bool {
    call.parts.contains { call.schema($0).map(FilterWords.isChoice) == true }
  }

  /// Whether a word is the name of a filter by its place: the first one of `kernels`.
  private func namesCatalogue(_ index: Int) -> Bool {
    call.command.positionals.first?.valueName == "name"
  }

  /// A number among the inputs: a size, or the value of an option that takes none.
  private mutating func mendNumber(at index: Int) {
    let word = call.parts[index].text
    guard !namesCatalogue(index), !call.command.positionals.isEmpty else { return }
    if index > 0, let option = call.schema(call.parts[index - 1]), option.kind == .flag {
      call.parts.remove(at: index)
      return note("\(option.name) takes no value, such as \(word)")
    }
    if call.command.has("--size"), !call.contains("--size"), call.command.takesBatch {
      call.parts[index] = Call.Part(kind: .option, text: "--size", value: word)
      note("'\(word)' is no file: sizes go with --size", "--size \(word)")
    }
  }

  /// The parameters of a filter of `kernels`: `sigma=2` is 2.
  private mutating func mendCatalogueWords() {
    guard let first = call.inputs.first, namesCatalogue(first) else { return }
    for index in call.inputs.dropFirst() {
      let word = call.parts[index].text
      let numbers = TypedNumber.numbers(in: word)
      guard DecimalNumber.double(word) == nil, !GivenFile.isResult(word), !numbers.isEmpty,
        message?.contains(word) == true
      else { continue }
      call.parts[index].text = numbers.joined(separator: ",")
      note(message ?? "")
    }
  }

  /// Files that stand where a command takes options, as in `learn a.png b.png`.
  private mutating func mendRequired() {
    guard call.command.positionals.isEmpty else { return }
    let required = call.command.options.filter {
      $0.kind == .option && !$0.isOptional && !$0.spellings.contains("-o")
        && !call.contains($0.name)
    }
    let words = call.inputs
    guard !required.isEmpty, words.count == required.count,
      words.allSatisfy({ GivenFile.isNamed(call.parts[$0].text) })
    else { return }
    for (index, option) in zip(words, required) {
      let file = call.parts[index].text
      call.parts[index] = Call.Part(kind: .option, text: option.name, value: file)
    }
    note("\(call.command.name) takes its files by \(required.map(\.name).listed("and"))")
  }

  /// Models and folders of data that stand where an input is meant.
  private mutating func mendModels() {
    for index in call.inputs {
      let word = call.parts[index].text
      let isWord = call.command.positionals.isEmpty && word.contains("/") && !word.hasSuffix("/")
      if GivenFile.isModel(word) || (isWord && !GivenFile.isResult(word)),
        call.command.has("--model"), !call.contains("--model")
      {
        call.parts[index] = Call.Part(kind: .option, text: "--model", value: word)
        note("\(word) is a model: it goes with --model")
      } else if call.inputs.count > call.command.positionals.count, Files.isFolder(word),
        call.command.has("--data"), !call.contains("--data"), !call.command.takesBatch
      {
        call.parts[index] = Call.Part(kind: .option, text: "--data", value: word)
        note("\(word) is a folder: data go with --data")
      }
    }
  }

  /// A result that is named as the last word: `p.jpg out.png`.
  private mutating func mendResultNames() {
    guard let option = call.command.option("--output") ?? call.command.option("-o"),
      !call.contains(option.name), let last = call.inputs.last
    else { return }
    let word = call.parts[last].text
    guard !Files.exists(word), word != "-", !MatrixLiteral.isMeant(word),
      !TypedNumber.isNumeric(word)
    else { return }
    let others = call.inputs.dropLast().map { call.parts[$0].text }
    let isSpare: Bool
    if call.command.takesBatch {
      isSpare =
        (others.count == 1 || (!others.isEmpty && word.hasSuffix("/")))
        && GivenFile.isResult(word) && others.allSatisfy(GivenFile.isInput)
    } else if call.command.positionals.isEmpty {
      isSpare = GivenFile.isResult(word) || !option.isOptional
    } else {
      isSpare = others.count == call.command.positionals.count || namesCatalogue(last)
    }
    guard isSpare else { return }
    if namesCatalogue(last) {
      guard !others.isEmpty, GivenFile.isResult(word) else { return }
      if !call.contains("--draw"), call.command.has("--draw") {
        call.parts.append(Call.Part(kind: .option, text: "--draw"))
      }
    }
    call.parts.remove(at: last)
    call.parts.append(Call.Part(kind: .option, text: "-o", value: word))
    note("\(word) is no input, it is not there: -o names the result", "-o \(word)")
  }

  /// Folders among pictures.
  private mutating func mendFolders() {
    guard call.command.takesBatch else { return mendFolder() }
    for index in call.inputs where Files.isFolder(call.parts[index].text) {
      let folder = call.parts[index].text
      guard GivenFile.holdsPictures(folder) else { continue }
      if call.command.has("--recursive") {
        guard !call.contains("--recursive") else { continue }
        call.parts.append(Call.Part(kind: .option, text: "--recursive"))
        note("\(folder) is a directory: --recursive takes the pictures below it")
        return
      }
      patterns.append(folder)
      call.parts[index].text = GivenFile.pattern(folder)
      note("\(folder) is a folder: name its pictures")
    }
  }

  /// A folder where a command takes one picture.
  private mutating func mendFolder() {
    for index in call.inputs where Files.isFolder(call.parts[index].text) {
      let folder = call.parts[index].text
      guard let picture = GivenFile.picture(in: folder) else { continue }
      call.parts[index].text = picture
      note("\(folder) is a folder: \(call.command.name) takes one picture")
    }
  }

  /// Inputs that are not there although nothing else is wrong.
  private mutating func mendMissingFiles() {
    guard remarks.isEmpty else { return }
    for index in call.inputs {
      let word = call.parts[index].text
      guard !Files.exists(word), word != "-", !MatrixLiteral.isMeant(word) else { continue }
      if word.contains("://") {
        let file = FilePath.name(word)
        call.parts[index].text = file
        isMissingFile = true
        return note("\(word) is an address: fetch it first, with curl -O")
      }
      // In a batch a missing file fails alone.
      guard call.inputs.count == 1, !call.command.positionals.isEmpty, !namesCatalogue(index)
      else { continue }
      if word.contains(where: { "*?".contains($0) }) {
        isMissingFile = true
        return note("\(word): no file has such a name")
      }
      // A page or an array of a file that is there: the reader says which there are.
      if let colon = word.lastIndex(of: ":"), Files.exists(String(word[..<colon])) { continue }
      if let similar = GivenFile.similar(to: word),
        message == nil || message?.contains(word) == true
      {
        call.parts[index].text = similar
        isMissingFile = true
        return note("\(word): no such file")
      }
    }
  }
}
