// Samples that are not finite are replaced by 0, and the image is filtered with any algorithm.
// Then each output whose window holds a nonfinite sample under a nonzero coefficient is set to the
// value of the definition: NaN or an infinity. A sum of finite terms and one infinity equals that
// infinity, so no sum has to be recomputed.

extension Convolution {
  /// Computes output rows from samples of which some are not finite.
  ///
  /// - Parameters:
  ///   - input: The rows of the image.
  ///   - nonfinite: The input rows that hold nonfinite samples.
  ///   - rows: The output rows to compute.
  ///   - output: The shape of the whole output.
  ///   - sink: Receives the rows.
  ///   - engine: The build of the loops.
  func apply(
    to input: RowSource, nonfinite: [Int], rows: Range<Int>, output: ImageShape,
    into sink: inout RowSink, engine: Engine
  ) {
    let needed = inputRows(for: rows, of: input.shape)
    let finite = input.replacing(nonfinite, in: needed, engine: engine) { _ in 0 }
    let cells = kernels.map { CellRuns($0) }
    var window = NonfiniteWindow(
      geometry, over: input, nonfinite: nonfinite, outputWidth: output.width, border: border)
    sink.takeMended(rows: rows, engine: engine) { between in
      applyFinite(to: finite, rows: rows, output: output, into: &between, engine: engine)
    } mend: { row, samples, start in
      mend(&samples, at: start, row: row, of: output, cells, &window)
    }
  }

  private func mend(
    _ samples: inout [Float], at start: Int, row: Int, of output: ImageShape, _ cells: [CellRuns],
    _ window: inout NonfiniteWindow
  ) {
    for channel in 0..<output.channels {
      let kernels = spansDepth && combination == .stack ? cells[channel...channel] : cells[...]
      let sets = kernels.map {
        window.sets(under: $0, channel: spansDepth ? 0 : channel, outputRow: row)
      }
      guard sets.contains(where: { !$0.isEmpty }) else { continue }
      for x in 0..<output.width {
        let sums = sets.compactMap { $0.isEmpty ? nil : $0[x].sum }
        if let value = combined(sums) { samples[start + x * output.channels + channel] = value }
      }
    }
  }

  /// Combines the kernels' outputs of one pixel, of which some are not finite.
  private func combined(_ sums: [Float]) -> Float? {
    guard let first = sums.first else { return nil }
    if sums.contains(where: \.isNaN) { return .nan }
    switch combination {
    case .stack: return first
    case .magnitude: return .infinity
    // Without +∞, the maximum is −∞ only if all outputs are −∞; otherwise the finite outputs
    // decide.
    case .maximum:
      return sums.contains(.infinity) ? .infinity : sums.count == kernels.count ? -.infinity : nil
    }
  }
}
