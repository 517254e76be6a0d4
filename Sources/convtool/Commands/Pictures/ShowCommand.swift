import ArgumentParser
import ConvCore
import FeatureMaps
import ImageCodecs

/// The command `convtool show`.
struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Draw a matrix or a piece of a picture with numbers in cells.",
    usage: "convtool show <input> [-o <output>] [--crop <y,x,hxw>] [options]",
    discussion: """
      convtool show '0 1 0; 1 -4 1; 0 1 0' -o kernel.png
      convtool show photo.jpg --crop 40,60,8x8 -o piece.png

      Pictures are shown in gray, black for 0, a matrix for each of R, G and B; arrays and texts in \
      blue below zero and red above it, unless --range says what black and white are. A number has \
      at most four digits; the picture says where they are rounded.
      """)

  @Argument(
    help: "A JPEG, PNG, NPY or text file, a matrix such as '1 2; 3 4', or - for standard input.")
  var input: String
  @OptionGroup var arrays: ArrayOptions
  @Option(
    help: ArgumentHelp(
      "The part from row Y and column X, counted from 0, of HxW pixels; at most 64x64.",
      valueName: "y,x,hxw"))
  var crop: CropArea?
  @Option(help: "Side of a cell in pixels (default: large numbers for small matrices).")
  var zoom: Whole<1, 400>?
  @Option(
    name: [.short, .long], help: "The PNG file, - for standard output (default: NAME.show.png).")
  var output: String?
  @Flag(help: "Replace the file that -o names.") var force = false
  @OptionGroup var resources: ResourceOptions

  func run() throws {
    let output = PictureFile(path: output, derived: "\(stem).show.png", force: force)
    try output.check(for: "show draws")
    ProtectedFiles.protect(input)
    let name = InputSource.display(input)
    let picture: LessonPicture
    do {
      let reader = try InputSource.open(
        input, limits: resources.imageLimits, arrayLayout: arrays.layout)
      if arrays.range != nil { try arrays.setRange(of: reader) }
      picture = try lesson(reader, name)
      if !resources.quiet { reader.notes.tell(name) }
    } catch { throw Failure(error, file: name) }
    try output.write(picture)
  }

  /// The input's name in a derived name.
  private var stem: String {
    InputSource.stem(input) ?? (input == "-" ? "stdin" : FilePath.stem(input))
  }

  private func lesson(_ reader: any ImageReader, _ name: String) throws -> LessonPicture {
    let shape = reader.info.shape
    guard shape.channels <= 4 else {
      throw Failure(
        .damagedInput, "\(name): \(shape.channels) channels, show draws at most 4 of them")
    }
    let area = try area(of: shape.size, name)
    var lesson = MatrixLesson(image: try area.image(reader))
    lesson.channels = reader.info.channelNames
    lesson.gray = reader.info.levels
    lesson.side = zoom?.value
    if crop != nil || !InputSource.isLiteral(input) {
      lesson.origin = GridPosition(y: area.top, x: area.left)
    }
    if let grid = lesson.grids.max(by: { $0.leastSide < $1.leastSide }), grid.font == nil {
      throw Failure(
        .usage, "--zoom \(grid.side) leaves no room for the numbers: at least \(grid.leastSide)")
    }
    let isLiteral = InputSource.isLiteral(input)
    let title = isLiteral ? "matrix, \(shape.size)" : FileName.printable(FilePath.name(name))
    return lesson.picture(
      title: title,
      notes: crop == nil ? isLiteral ? [] : ["\(shape.size)"] : [area.words(shape.size)])
  }

  private func area(of size: Size2D, _ name: String) throws -> CropArea {
    let area = crop ?? CropArea(size)
    guard area.top + area.size.height <= size.height, area.left + area.size.width <= size.width
    else {
      throw Failure(
        .usage, "--crop \(area.defaultValueDescription) lies outside of \(name), which is \(size)")
    }
    let most = MatrixLesson.largestSide
    guard max(area.size.height, area.size.width) <= most else {
      throw Failure(
        .overLimit,
        "\(name): \(area.size) numbers are too many for a picture, the limit is \(Size2D(most)): "
          + "--crop Y,X,HxW shows a part")
    }
    return area
  }
}
