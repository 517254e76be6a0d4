public import ConvCore
public import ImageCodecs

extension FilterChain {
  /// A chain of kernels, applied one after the other.
  ///
  /// - Precondition: There is a kernel.
  /// - Throws: ``FilterError`` when a kernel holds coefficients that are no floats.
  public init(_ kernels: Kernel..., border: Border = .replicate) throws(FilterError) {
    var options = FilterOptions()
    options.border = border
    var stages: [FilterStage] = []
    for kernel in kernels {
      stages.append(
        try FilterStage(name: "kernel", definition: .kernel(kernel), options: options))
    }
    self.init(stages)
  }

  /// Filters a file into another one, in bands of rows: pictures of any size in little memory.
  ///
  /// The output is complete or absent; metadata is kept as the command line keeps it.
  ///
  /// - Parameters:
  ///   - input: The file to read.
  ///   - output: Its extension names the format.
  ///   - view: How responses become samples.
  ///   - threads: Threads at work; the output does not depend on it.
  ///   - limits: Checked from the header of the input.
  ///   - encoding: How hard the output is compressed.
  /// - Returns: What is known of the response afterwards.
  /// - Throws: `CodecError` of either file, `ShapeError` when a filter does not suit the picture.
  @discardableResult
  public func run(
    from input: String, to output: String, view: ResponseView = .auto, threads: Int = 1,
    limits: ImageLimits = ImageLimits(), encoding: EncodingOptions = EncodingOptions()
  ) throws -> FilterReport {
    guard let format = ImageFormat(fileExtension: FilePath.fileExtension(output)) else {
      throw CodecError(.unsupported, "\(output): the name ends in neither .png, .jpg nor .npy")
    }
    let reader = try openImage(try ByteSource(path: input), limits: limits)
    var options = RenderingOptions()
    (options.format, options.view) = (format, view)
    let plan = try FilterPlan(info: reader.info, chain: self, options: options)
    let file = try OutputFile(path: output)
    defer { file.abandon() }
    let writer = try makeWriter(plan.outputInfo, to: file, options: encoding)
    let report = try plan.run(reader: reader, writer: writer, threads: threads)
    try file.commit()
    return report
  }
}
