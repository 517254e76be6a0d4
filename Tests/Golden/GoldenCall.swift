/// One call of the program whose outputs are on the list.
struct GoldenCall: Sendable {
  /// What a call leaves behind.
  enum Output: Sendable {
    /// A picture or an array for each input, in this format.
    case pictures(String)
    /// What the program prints.
    case text
    /// A folder with files and folders.
    case folder
  }

  /// What is taken of an output.
  enum Content: String, Sendable {
    /// Decoded samples, floats, weights or text: no library outside this package has a say.
    case samples
    /// What the codec libraries have a say in: encoded bytes, and samples of a JPEG.
    case files
  }

  /// Where a call is run: in debug builds reading the arguments takes longer than the work, and the
  /// portable loops are slow.
  enum Extent: Sendable {
    /// In all of ``GoldenConfiguration/usual``.
    case everywhere
    /// In those with fused multiply-add.
    case fused
    /// In one of them, each in turn. A list is recorded only where all of them agree.
    case once
  }

  /// Everything but inputs and outputs.
  var arguments: [String]
  /// The names of the input files.
  var inputs: [String]
  /// What is left behind.
  var output: Output
  /// What is taken of it.
  var content = Content.samples
  /// Where it is run.
  var extent = Extent.fused

  /// A call that writes a picture for each input.
  static func pictures(
    _ call: String, _ format: String, of inputs: [String], content: Content = .samples,
    _ extent: Extent = .fused
  ) -> GoldenCall {
    GoldenCall(
      arguments: words(call), inputs: inputs, output: .pictures(format), content: content,
      extent: extent)
  }

  /// A call that prints.
  static func text(
    _ call: String, of inputs: [String] = [], _ extent: Extent = .once
  ) -> GoldenCall {
    GoldenCall(arguments: words(call), inputs: inputs, output: .text, extent: extent)
  }

  /// A call that fills a folder.
  static func folder(
    _ call: String, of inputs: [String] = [], _ extent: Extent = .fused
  ) -> GoldenCall {
    GoldenCall(arguments: words(call), inputs: inputs, output: .folder, extent: extent)
  }

  /// Chooses the configurations that it runs in on this machine.
  ///
  /// - Parameters:
  ///   - number: The call's place among all calls.
  ///   - isRecording: Whether the outputs are kept as the new expectation.
  /// - Returns: Builds of the loops and numbers of threads; empty when this machine has none that
  ///   suits.
  func configurations(number: Int, isRecording: Bool) -> [GoldenConfiguration] {
    let usual = GoldenConfiguration.usual
    let fused = usual.filter(\.isFused)
    switch extent {
    case .everywhere: return usual
    case .fused: return fused
    case .once: return isRecording || fused.isEmpty ? fused : [fused[number % fused.count]]
    }
  }

  /// Parts a call at blanks that stand outside quotes.
  private static func words(_ call: String) -> [String] {
    call.split(separator: "'", omittingEmptySubsequences: false).enumerated().flatMap {
      index, part in
      index % 2 == 1 ? [String(part)] : part.split(separator: " ").map(String.init)
    }
  }

  /// The call as the list names it.
  var name: String {
    arguments.map { $0.contains(" ") ? "'\($0)'" : $0 }.joined(separator: " ")
  }
}
