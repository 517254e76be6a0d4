import ArgumentParser
import ImageCodecs

/// The options for the file of an animation.
struct AnimationOutputOptions: ParsableArguments {
  @Option(
    name: [.short, .long],
    help: """
      A .gif, a .png (APNG), an .html page that works offline, or a folder ending in / for one PNG a \
      frame, whose line for LaTeX's animate package goes to standard output; - is standard output. \
      Without -o: NAME.OPERATION.gif in the current folder.
      """)
  var output: String?

  @Option(help: "The format, where no name says it.")
  var format: AnimationFormat?

  @Flag(help: "Replace the file that -o names.")
  var force = false

  @Flag(
    help: """
      Print every frame's position, window, values, products, sum and output as JSON; without -o no \
      other file is written.
      """)
  var json = false

  func validate() throws {
    if json && output == "-" {
      throw ValidationError("--json and -o - both want standard output: name a file with -o")
    }
  }

  /// Determines the file and its format.
  ///
  /// - Parameters:
  ///   - stem: The name without its extension, where -o says none.
  ///   - isStill: Whether one picture is drawn instead of an animation.
  ///   - readsStandardInput: Whether the input is standard input, so that the output is standard
  ///     output.
  /// - Returns: The path, `-` for standard output, and the format; `nil` when JSON is all that was
  ///   asked for.
  /// - Throws: ``Failure`` with 64 when the name, the format and `--still` contradict each other.
  func target(
    stem: String, isStill: Bool, readsStandardInput: Bool
  ) throws -> (path: String, format: AnimationFormat)? {
    if output == nil && json { return nil }
    let chosen = format ?? (isStill ? .png : .gif)
    if isStill && chosen != .png {
      throw Failure(.usage, "--still is one picture: a .png, not a \(chosen.rawValue)")
    }
    guard let output else {
      if readsStandardInput { return ("-", chosen) }
      return ("\(stem).\(chosen.rawValue)", chosen)
    }
    if output == "-" { return ("-", chosen) }
    guard let named = AnimationFormat(path: output) else {
      guard format != nil else {
        throw Failure(
          .usage, "-o \(output): the name ends in neither .gif, .png, .html nor / for a folder")
      }
      return (output, chosen)
    }
    if format != nil && named != chosen {
      throw Failure(.usage, "-o \(output) is not a name for --format \(chosen.rawValue)")
    }
    if isStill && named != .png {
      throw Failure(.usage, "-o \(output): --still is one picture, a .png")
    }
    return (output, named)
  }

  /// Refuses to replace a file that exists.
  func requireRoom(_ path: String, _ format: AnimationFormat) throws {
    if path == "-" { return try StandardStreams.requireNoTerminal() }
    if format != .frames, output != nil { try OutputNames.requireNew(path, force: force) }
    if ProtectedFiles.contains(path) {
      throw Failure(.cannotCreate, "\(path): the output is one of the inputs")
    }
  }
}
