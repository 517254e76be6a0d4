import ConvCore
import ImageCodecs

/// Opens the inputs of commands: files, standard input and literal matrices.
enum InputSource {
  /// Opens an input as a picture; its content determines the format.
  ///
  /// - Throws: ``Failure`` with 64 for a text that was meant as a matrix and is none; `CodecError`
  ///   for files that cannot be read.
  static func open(
    _ input: String, limits: ImageLimits, arrayLayout: ArrayLayout = .hwc,
    allowsDamage: Bool = false
  ) throws -> any ImageReader {
    if input != "-", Files.isFolder(input) {
      throw Failure(.noInput, "\(input): is a directory: --recursive takes the pictures below it")
    }
    guard input == "-" || !MatrixLiteral.isMeant(input) else { return try matrix(input, limits) }
    return try openImage(
      try ByteSource(path: input), limits: limits, arrayLayout: arrayLayout,
      allowsDamage: allowsDamage)
  }

  /// Whether an input is a literal matrix.
  static func isLiteral(_ input: String) -> Bool { MatrixLiteral.isLiteral(input) }

  /// The name of an input in messages.
  static func display(_ input: String) -> String {
    if input == "-" { return "standard input" }
    guard MatrixLiteral.isMeant(input) else { return input }
    return input.count > 40 ? "'\(input.prefix(39))…'" : "'\(input)'"
  }

  /// The name of a literal matrix in derived file names; `nil` for other inputs.
  static func stem(_ input: String) -> String? {
    isLiteral(input) ? "matrix-\(ShortHash.digits(of: input))" : nil
  }

  private static func matrix(_ input: String, _ limits: ImageLimits) throws -> any ImageReader {
    if let word = MatrixLiteral.foreignWord(of: input) {
      throw Failure(
        .usage,
        "\(display(input)) is neither a file nor a matrix: '\(word.prefix(40))' is not a decimal "
          + "number\(DecimalNumber.hint(for: word))")
    }
    do throws(CodecError) {
      return try openImage(try ByteSource(input: input), limits: limits)
    } catch {
      // What was typed is wrong, not a file.
      let code = error.code == .overLimit ? ExitStatus.overLimit : .usage
      throw Failure(code, "\(display(input)): \(error.line)")
    }
  }
}
