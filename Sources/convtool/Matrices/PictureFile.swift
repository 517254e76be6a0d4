import FeatureMaps
import ImageCodecs

/// The PNG file that a drawing goes to.
struct PictureFile {
  /// The path of `-o`; `nil` for the derived name.
  let path: String?
  /// The name without `-o`, which is replaced without asking.
  let derived: String
  /// Whether a file that `-o` names is replaced.
  let force: Bool

  /// The largest number of pixels of a drawing.
  private static let most = 100 << 20

  private var target: String { path ?? derived }

  /// Refuses names that are not for a PNG, and files that exist.
  ///
  /// - Parameter what: The beginning of the message, such as `show draws`.
  /// - Throws: ``Failure`` with 64 for another name and for a terminal, with 73 for a file that
  ///   exists.
  func check(for what: String) throws {
    if target != "-", ImageFormat(fileExtension: FilePath.fileExtension(target)) != .png {
      throw Failure(.usage, "-o \(target): \(what) PNG, name a file that ends in .png")
    }
    if let path { try OutputNames.requireNew(path, force: force) }
    if target == "-" { try StandardStreams.requireNoTerminal() }
  }

  /// Draws a picture and writes it.
  ///
  /// - Throws: ``Failure`` with 75 for a drawing that is too large, and 73 when the file is an input.
  func write(_ picture: LessonPicture) throws {
    guard picture.pixels <= PictureFile.most else {
      throw Failure(
        .overLimit,
        "the drawing has \(picture.pixels >> 20) million pixels, the limit is "
          + "\(PictureFile.most >> 20) million: take a smaller --zoom")
    }
    try write(picture.drawn())
  }

  /// Writes a picture that is drawn.
  ///
  /// - Throws: ``Failure`` with 73 when the file is an input.
  func write(_ picture: Canvas) throws {
    guard !ProtectedFiles.contains(target) else {
      throw Failure(.cannotCreate, "\(target): the output is one of the inputs")
    }
    try about(target == "-" ? "standard output" : target) { try picture.write(to: target) }
  }
}
