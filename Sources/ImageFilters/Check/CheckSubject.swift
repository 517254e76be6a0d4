import ConvCore
import ImageCodecs

/// The functions under check: the program's own, or wrong ones that the checks must detect.
package struct CheckSubject: Sendable {
  /// A picture, a kernel, and the options for filtering.
  package struct Question {
    /// The picture to filter.
    package var image: Image
    /// The name of the kernel in messages.
    package var name: String
    /// The kernel to apply.
    package var kernel: Kernel
    /// The options of the filter, such as border and method.
    package var options: FilterOptions
    /// The instruction set of the loops.
    package var engine: Engine
    /// The number of threads that share the bands.
    package var threads: Int
  }

  /// Computes a response like a command does: through a file, bands and threads.
  package var response: @Sendable (Question) throws -> Image
  /// Pools by the largest value of each window.
  package var maxPooled: @Sendable (Image, Size2D) throws -> Image
  /// Pools by the mean of each window.
  package var averagePooled: @Sendable (Image, Size2D) throws -> Image
  /// Writes samples to a file in memory and reads them back.
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
      name: question.name, filter: .kernel(question.kernel), options: question.options)
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
