public import ConvCore
public import ImageCodecs

extension FilterChain {
  /// Creates a chain of kernels, applied one after the other.
  ///
  /// - Precondition: `kernels` is not empty.
  /// - Throws: ``FilterError`` when a coefficient is beyond the range of float32.
  public init(_ kernels: Kernel..., border: Border = .replicate) throws(FilterError) {
    var options = FilterOptions()
    options.border = border
    var stages: [FilterStage] = []
    for kernel in kernels {
      stages.append(try FilterStage(name: "kernel", filter: .kernel(kernel), options: options))
    }
    self.init(stages)
  }

  /// Filters a file into another file in bands of rows, so that large pictures need little memory.
  ///
  /// The output is complete or absent. Metadata is kept as by the command line.
  ///
  /// - Parameters:
  ///   - input: The file to read.
  ///   - output: The path of the output; its extension determines the format.
  ///   - view: The mapping from responses to samples.
  ///   - threads: Threads at work; the output does not depend on it.
  ///   - limits: Checked from the header of the input.
  ///   - encoding: How hard the output is compressed.
  /// - Returns: The report of the run, without statistics.
  /// - Throws: `CodecError` of either file; `ShapeError` when a filter does not accept the
  ///   shape of the picture.
  @discardableResult
  public func run(
    from input: String, to output: String, view: ResponseView = .auto, threads: Int = 1,
    limits: ImageLimits = ImageLimits(), encoding: EncodingOptions = EncodingOptions()
  ) throws -> FilterReport {
    let format = try ImageFormat(path: output)
    let reader = try openImage(try ByteSource(path: input), limits: limits)
    var options = RenderingOptions()
    (options.format, options.view) = (format, view)
    let plan = try FilterPlan(info: reader.info, chain: self, options: options)
    return try OutputFile.write(to: output) { file in
      let writer = try makeWriter(plan.outputInfo, to: file, options: encoding)
      return try plan.run(reader: reader, writer: writer, threads: threads)
    }
  }
}
