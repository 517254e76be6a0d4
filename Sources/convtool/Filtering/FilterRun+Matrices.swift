import ConvCore
import FeatureMaps
import ImageCodecs
import ImageFilters

extension FilterRun {
  /// Prints or draws the result for an input whose numbers are to be seen.
  ///
  /// - Parameters:
  ///   - input: The input.
  ///   - reader: The opened input.
  ///   - reopened: Opens the input once more, for the numbers before the filters.
  ///   - mode: What becomes of the result.
  ///   - path: The output, `-` for standard output.
  ///   - format: The format of a drawing.
  ///   - threads: The number of threads; the numbers do not depend on it.
  /// - Throws: ``Failure`` with 75 when there are too many numbers to draw or to hold; `CodecError`
  ///   when the input cannot be read or the drawing cannot be written.
  func processMatrix(
    _ input: String, _ reader: any ImageReader, reopened: () throws -> any ImageReader,
    mode: MatrixOutput.Mode, to path: String, format: ImageFormat, threads: Int
  ) throws {
    var options = rendering
    options.format = .text
    options.collectsStatistics = explains
    if mode == .drawn { try requireDrawable(reader.info.shape.size, input) }
    let plan = try plan(for: reader.info, options)
    try checkMemory(plan, threads, input, files: 1)
    let (matrix, report) = try FilterRun.numbers(plan, reader, threads)
    switch mode {
    case .printed:
      let record = MatrixRecord(
        matrix, input: FileName.printable(input), operation: operation)
      print(
        json
          ? try JSONOutput.text(record)
          : MatrixText.line(matrix.samples, width: matrix.shape.width))
    case .drawn, .pixels:
      let source = try reopened()
      let before = try FilterPlan(
        info: source.info, chain: try FilterChain(.identity), options: options)
      let original = try FilterRun.numbers(before, source, threads).matrix
      try requireDrawable(matrix.shape.size, input)
      let picture = try matrices.lesson(original, matrix).drawn()
      try OutputFile.write(to: path, syncs: !output.noSync) {
        try picture.encode(to: $0, format: format)
      }
    }
    if !resources.quiet { reader.notes.tell(InputSource.display(input)) }
    guard explains else { return }
    let explanation = Explanation(
      input: InputSource.display(input), output: path, info: reader.info, plan: plan,
      report: report, threads: threads, options: options)
    try explanation.print(json: json, toStandardError: path == "-")
  }

  /// Runs a plan whose output is text, and returns its numbers.
  private static func numbers(
    _ plan: FilterPlan, _ reader: any ImageReader, _ threads: Int
  ) throws -> (matrix: Image, report: FilterReport) {
    let sink = MemorySink()
    let writer = try makeWriter(plan.outputInfo, to: sink)
    let report = try plan.run(reader: reader, writer: writer, threads: threads)
    // The text of a float reads back to the same float.
    let words = String(decoding: sink.bytes, as: UTF8.self).split { $0 == " " || $0 == "\n" }
    return (
      Image(shape: plan.outputInfo.shape, samples: words.compactMap { Float(String($0)) }), report
    )
  }

  private func requireDrawable(_ size: Size2D, _ input: String) throws {
    let most = MatrixLesson.largestSide
    guard max(size.height, size.width) <= most else {
      throw Failure(
        .overLimit,
        "\(InputSource.display(input)): \(size) numbers are too many for a drawing, the limit is "
          + "\(Size2D(most)): convtool show --crop draws a part")
    }
  }
}
