import ImageCodecs

/// The file names of `--show-prepared`: `NAME.prepared.png` in the current folder.
///
/// The names are numbered when a picture holds several digits.
struct PreparedNames {
  private let distinct: DistinctNames

  /// Finds names for the pictures of all inputs.
  ///
  /// - Throws: ``Failure`` with 64 when every input is refused because names collide.
  init(_ inputs: InputList) throws {
    distinct = try DistinctNames(inputs: inputs.all, hint: "name them in separate calls") {
      PreparedNames.name(for: $0, isLong: $1, number: nil)
    }
  }

  /// Returns the file name for an input, or for one digit of several, counted from 1.
  ///
  /// - Throws: ``Failure`` when another input would get the same name, or the file is an input.
  func name(for input: String, number: Int? = nil) throws -> String {
    if let refusal = distinct.refusal(of: input) { throw Failure(.usage, refusal) }
    let name = PreparedNames.name(
      for: input, isLong: distinct.isLong(input), number: number)
    guard !ProtectedFiles.contains(name) else {
      throw Failure(.cannotCreate, "\(input): \(name), its prepared picture, is one of the inputs")
    }
    return name
  }

  private static func name(for input: String, isLong: Bool, number: Int?) -> String {
    let stem = input == "-" ? "stdin" : isLong ? FilePath.name(input) : FilePath.stem(input)
    return NamePattern.standard.filled(
      NamePattern.Values(
        name: stem, inputExtension: "", operation: "prepared" + (number.map { "-\($0)" } ?? ""),
        outputExtension: "png"))
  }
}
