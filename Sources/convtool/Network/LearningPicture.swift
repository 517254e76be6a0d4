import ConvCore
import ImageCodecs
import ImageFilters

/// A picture that a kernel is learned from.
struct LearningPicture {
  private let path: String
  private let command: LearnCommand
  private let reader: any ImageReader

  init(_ path: String, _ command: LearnCommand) throws {
    self.path = path
    self.command = command
    ProtectedFiles.protect(path)
    do throws(CodecError) {
      reader = try openImage(
        try ByteSource(path: path), limits: command.resources.imageLimits,
        arrayLayout: command.arrays.layout)
    } catch { throw Failure(error, file: path) }
    // The samples as floats, the products of windows apart.
    let need = reader.info.shape.count * 8 + reader.info.decoderMemory
    let limit = command.resources.maxMemory.bytes
    guard need > limit else { return }
    throw Failure(
      .overLimit,
      "\(path): needs about \(need >> 20) MB of memory, the limit is \(limit >> 20) MB: raise it "
        + "with --max-memory")
  }

  /// Number of channels, alpha included.
  var channels: Int { reader.info.shape.channels }

  /// The lowest and the highest level of integer samples; `nil` for floats.
  var levels: ClosedRange<Float>? { reader.info.sampleType.maximum.map { 0...$0 } }

  /// Reads the samples, as they are or as luma.
  func image(gray: Bool) throws -> Image {
    do {
      let stage = try FilterStage(name: "identity", filter: .kernel(.identity))
      var options = RenderingOptions()
      (options.format, options.gray) = (.npy, gray)
      let plan = try FilterPlan(info: reader.info, chain: FilterChain([stage]), options: options)
      let image = try plan.response(reader: reader, threads: command.resources.threadCount)
      if !command.resources.quiet { reader.notes.tell(path) }
      return image
    } catch { throw Failure(error, file: path) }
  }
}
