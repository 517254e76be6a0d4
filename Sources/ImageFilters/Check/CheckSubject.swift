import ConvCore
import ImageCodecs

/// What the battery asks: the program's functions, or wrong ones that it has to find.
package struct CheckSubject: Sendable {
  /// A picture, a kernel, and how it is applied.
  package struct Question {
    /// The picture.
    package var image: Image
    /// What the kernel is called.
    package var name: String
    /// The kernel.
    package var kernel: Kernel
    /// How the kernel is applied.
    package var options: FilterOptions
    /// The build of the loops.
    package var engine: Engine
    /// Threads that share the bands.
    package var threads: Int
  }

  /// The response as a command would compute it, through file, bands and threads.
  package var response: @Sendable (Question) throws -> Image
  /// Pooling by the largest value.
  package var maxPooled: @Sendable (Image, Size2D) throws -> Image
  /// Pooling by the mean.
  package var averagePooled: @Sendable (Image, Size2D) throws -> Image
  /// The samples after they were written to a file and read back.
  package var roundTrip: @Sendable (ImageInfo, SampleBuffer) throws -> SampleBuffer

  /// The functions of this program.
  package static let program = CheckSubject(
    response: { try response(to: $0) },
    maxPooled: { try $0.maxPooled(size: $1) },
    averagePooled: { try $0.averagePooled(size: $1) },
    roundTrip: { try reader($0, $1).readRows($0.shape.height) })

  private static func response(to question: Question) throws -> Image {
    let info = ImageInfo(
      format: .npy, shape: question.image.shape, sampleType: .float32, hasAlpha: false)
    let reader = try reader(info, .float32(question.image.samples))
    let stage = try FilterStage(
      name: question.name, definition: .kernel(question.kernel), options: question.options)
    var rendering = RenderingOptions()
    rendering.format = .npy
    let plan = try FilterPlan(
      info: reader.info, chain: FilterChain([stage]), options: rendering, engine: question.engine)
    return try plan.response(reader: reader, threads: question.threads)
  }

  private static func reader(_ info: ImageInfo, _ samples: SampleBuffer) throws -> any ImageReader {
    let sink = MemorySink()
    let writer = try makeWriter(info, to: sink, options: EncodingOptions(jpegQuality: 100))
    try writer.append(try writer.encode(samples, rows: 0..<info.shape.height))
    try writer.finish()
    return try openImage(ByteSource(bytes: sink.bytes))
  }
}
