import ArgumentParser
import ConvCore
import FeatureMaps
import ImageCodecs

/// How a command shows results as numbers.
struct MatrixOutput: Sendable {
  /// What becomes of the result for one input.
  enum Mode {
    /// A picture of pixels, or an array.
    case pixels
    /// A line of numbers on standard output: `4 5; 3 4`.
    case printed
    /// A picture of the matrices with their numbers.
    case drawn
  }

  /// Whether `--draw` asks for a drawing of any input.
  var draws = false
  /// Whether an option such as `--view` asks for pixels, also of a literal matrix.
  var wantsPixels = false
  /// Draws an input and its result.
  let lesson: @Sendable (_ input: Image, _ output: Image) throws -> LessonPicture

  /// The help of `--draw`.
  static let drawHelp: ArgumentHelp = """
    Draw the input and the result as matrices with numbers, at most 64x64, as -o p.png does for a \
    literal matrix.
    """

  /// Rejects `--json` where nothing is printed.
  static func requireUse(
    ofJSON json: Bool, explains: Bool, _ names: OutputNames, _ inputs: InputList
  ) throws {
    if json && !explains && !names.mayPrintNumbers && inputs.all.count < 2 { throw unusedJSON }
  }

  private static var unusedJSON: Failure {
    Failure(
      .usage, "--json goes with --explain, with a matrix that is printed, or with several inputs")
  }

  /// Chooses what becomes of an input.
  ///
  /// - Throws: ``Failure`` with 64 for a drawing in a format of numbers.
  func mode(
    of input: String, target: OutputNames.Target, names: OutputNames, json: Bool, explains: Bool,
    isBatch: Bool
  ) throws -> Mode {
    if draws {
      guard !target.format.traits.isArray else {
        throw Failure(
          .usage, "--draw makes a picture, PNG or JPEG, not \(target.format.traits.name)")
      }
      return .drawn
    }
    if json && names.mayPrintNumbers && target.format.traits.isText { return .printed }
    if json && !explains && !isBatch { throw MatrixOutput.unusedJSON }
    guard !wantsPixels, InputSource.isLiteral(input) else { return .pixels }
    if names.printsMatrix { return .printed }
    return target.format.traits.holdsFloats ? .pixels : .drawn
  }
}
