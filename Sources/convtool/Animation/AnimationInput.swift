import ConvCore
import Foundation
import ImageCodecs
import ImageFilters

/// The picture of an animation, read as often as needed.
struct AnimationInput {
  let path: String
  let arrays: ArrayOptions
  let resources: ResourceOptions
  /// The bytes of standard input or of a pipe, which can be read once only.
  private let bytes: [UInt8]?

  init(_ path: String, arrays: ArrayOptions, resources: ResourceOptions) throws {
    self.path = path
    self.arrays = arrays
    self.resources = resources
    ProtectedFiles.protect(path)
    if path == "-" {
      bytes = Array(try WholeFile.contents(.standardInput, "standard input"))
    } else if let identity = FileIdentity(path: path), !identity.isRegular, !Files.isFolder(path) {
      bytes = try WholeFile.contents(path).map { Array($0) }
    } else {
      bytes = nil
    }
  }

  /// What messages call the input.
  var name: String { InputSource.display(path) }

  /// What the picture calls the input.
  var title: String {
    if InputSource.isLiteral(path) { return "a matrix" }
    return path == "-" ? "standard input" : FileName.printable(FilePath.name(path))
  }

  /// The name of a derived file, without operation and extension.
  var stem: String {
    InputSource.stem(path) ?? (path == "-" ? "stdin" : FilePath.stem(path))
  }

  /// Opens the picture.
  func reader() throws -> any ImageReader {
    let limits = resources.imageLimits
    let reader =
      if let bytes {
        try openImage(ByteSource(bytes: bytes), limits: limits, arrayLayout: arrays.layout)
      } else {
        try InputSource.open(path, limits: limits, arrayLayout: arrays.layout)
      }
    if arrays.range != nil { try arrays.setRange(of: reader) }
    return reader
  }

  /// Runs the program's own filters over the picture, as `filter` does with an array as output.
  ///
  /// - Parameters:
  ///   - chain: The filters.
  ///   - gray: Whether color becomes luminance first.
  /// - Returns: The responses as floats.
  /// - Throws: ``Failure`` with 75 when the maps need too much memory; `CodecError` when the
  ///   picture cannot be read.
  func response(of chain: FilterChain, gray: Bool) throws -> Image {
    let reader = try reader()
    var options = RenderingOptions()
    options.format = .npy
    options.gray = gray
    if reader.info.hasAlpha { options.background = .white }
    let plan = try FilterPlan(info: reader.info, chain: chain, options: options)
    try requireMemory(plan)
    let image = try plan.response(reader: reader, threads: resources.threadCount)
    if !resources.quiet && bytes == nil { reader.notes.tell(name) }
    return image
  }

  /// Three times what all maps take as floats.
  private func requireMemory(_ plan: FilterPlan) throws {
    let samples = plan.layouts.reduce(0.0) { $0 + Double($1.shape.count) }
    let limit = resources.maxMemory.bytes
    guard samples * 12 > Double(limit) else { return }
    throw Failure(
      .overLimit,
      "\(name): needs about \(Int(min(samples * 12, 0x1p62)) >> 20) MB of memory, the limit is \(limit >> 20) MB: "
        + "raise it with --max-memory")
  }
}
