import ArgumentParser
import ConvCore
import ConvNet
import Foundation
import ImageCodecs
import PictureSets

/// The options that choose pictures to learn from.
struct PictureDataOptions: ParsableArguments {
  @Option(help: "The folder of the pictures: see above.") var data: String
  @Option(
    help: """
      The size of all pictures for the network (default: their own, where all have the same).
      """)
  var size: Size2D?
  @Flag(help: "Gray pictures; color becomes gray.") var gray = false
  @Flag(help: "Color pictures (default: where any picture is in color).") var color = false
  @Option(
    help: """
      What is held out to choose the epoch by, a number or a share, where the data have no val/ \
      (default: 10%).
      """)
  var validation: HoldOut?
  @Option(help: "What the test gets, where the data have no test of their own (default: 10%).")
  var test: HoldOut?
  @Flag(
    help: "Leave out pictures that cannot be read and classes without pictures, and count them.")
  var skipBroken = false
  @Flag(help: "Exchange the rows and columns of IDX pictures.") var transpose = false

  func validate() throws {
    if gray && color { throw ValidationError("--gray and --color exclude each other") }
    if let size, size.height > 4096 || size.width > 4096 {
      throw ValidationError("--size takes sides up to 4096 here, not \(size)")
    }
  }

  /// The name of the data, as a part of a folder's name.
  var name: String {
    let name = FilePath.name(data)
    return ["", ".", "..", "/", "-"].contains(name) ? "pictures" : FilePath.stem(name)
  }

  /// Reads and checks all pictures.
  ///
  /// - Throws: ``Failure`` after a line for each picture that cannot be read.
  func read(_ resources: ResourceOptions) throws -> PictureSet {
    var options = PictureSetOptions()
    options.size = size
    options.channels = gray ? 1 : color ? 3 : nil
    (options.skipsBroken, options.isTransposed) = (skipBroken, transpose)
    let set = try PictureReading(data, options, resources).set()
    if test != nil, set.items.contains(where: { $0.side == .test }) {
      throw Failure(.usage, "--test: \(data) has a test of its own")
    }
    if validation != nil, set.items.contains(where: { $0.side == .validation }) {
      throw Failure(.usage, "--validation: \(data) has pictures of its own for it")
    }
    return set
  }

  func split(_ set: PictureSet) -> PictureSplit {
    PictureSplit(
      set.items, classes: set.classNames.count,
      validationShare: validation?.share ?? .share(0.1), testShare: test?.share ?? .share(0.1))
  }

  /// Requires that every class has pictures to learn from.
  func check(_ split: PictureSplit, _ set: PictureSet) throws {
    let learned = Set(split.train.map { set.items[$0].label })
    let missing = set.classNames.indices.filter { !learned.contains($0) }
    guard let first = missing.first else { return }
    throw Failure(
      .usage,
      "\(data): no picture of class '\(set.classNames[first])'"
        + (missing.count > 1 ? " and \(missing.count - 1) more" : "")
        + " is left to learn from: --validation, --test or --limit leave too few")
  }

  /// The lines that describe the data before a training.
  func description(_ set: PictureSet, _ split: PictureSplit) -> [String] {
    let kind = set.shape.channels == 1 ? "gray" : "color"
    let names = set.classNames.prefix(8).joined(separator: ", ")
    let more = set.classNames.count > 8 ? ", …" : ""
    return [
      "\(set.count) pictures of \(set.shape.height)x\(set.shape.width), \(kind), "
        + "\(set.classNames.count) classes: \(names)\(more)",
      "to learn from \(split.train.count), held out \(split.validation.count), test "
        + "\(split.test.count)"
        + (set.isStreamed ? "; decoded anew in each epoch, for --max-memory" : "") + "\n",
    ]
  }

  func settings(_ set: PictureSet) -> [String: String] {
    [
      "data": FileName.printable(data), "size": "\(set.shape.height)x\(set.shape.width)",
      "color": set.shape.channels == 3 ? "true" : "false",
      "validation": validation?.text ?? "10%", "test": test?.text ?? "10%",
      "skip_broken": "\(skipBroken)", "transpose": "\(transpose)",
    ]
  }
}
