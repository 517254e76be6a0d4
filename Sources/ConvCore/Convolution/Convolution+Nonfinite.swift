// Samples that are not finite. The picture is filtered with 0 in their place, by whatever method;
// then the outputs whose windows hold one, under a coefficient that is not 0, are set to what the
// definition makes of it: NaN, or an infinity. A sum of finite terms and an infinity is that
// infinity, so nothing has to be summed again.

extension Convolution {
  /// Computes output rows from samples of which some are not finite.
  ///
  /// - Parameter nonfinite: The input rows that hold such samples.
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

  /// What kernels answer together, given the answers that are not finite.
  private func combined(_ sums: [Float]) -> Float? {
    guard let first = sums.first else { return nil }
    if sums.contains(where: \.isNaN) { return .nan }
    switch combination {
    case .stack: return first
    case .magnitude: return .infinity
    // Where an answer is −∞, another one is finite, or every one is −∞.
    case .maximum:
      return sums.contains(.infinity) ? .infinity : sums.count == kernels.count ? -.infinity : nil
    }
  }
}
