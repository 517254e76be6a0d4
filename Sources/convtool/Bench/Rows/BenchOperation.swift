import ConvCore
import ImageFilters

/// The operation of a plan on a picture in memory, with output that is allocated before.
///
/// The operation and the height of the bands are those of the commands; only the codecs are missing.
struct BenchOperation: Sendable {
  private let operation: any RowOperation
  private let input: RowSource
  private let output: BandedOutput

  init(_ plan: FilterPlan, on samples: SampleBuffer, target: RowSink.Target) {
    let shape = plan.layouts[0].shape
    operation = plan.operation
    input = RowSource(shape: shape, bands: [RowBand(rows: 0..<shape.height, samples: samples)])
    output = plan.makeOutput(target)
  }

  /// Computes the output again, over the previous one.
  func run(threads: Int) {
    operation.run(on: input, into: output, engine: .preferred, threads: threads)
  }

  /// Computes output rows again, with another build of the loops.
  ///
  /// - Parameters:
  ///   - rows: Ranges of output rows.
  ///   - engine: The build.
  /// - Returns: The responses of each range.
  func responses(_ rows: [Range<Int>], engine: Engine) -> [ImageRows] {
    let whole =
      operation.wholeImageReason == nil
      ? operation : operation.prepared(for: input, engine: engine)
    return rows.map { whole.rows($0, of: input, engine: engine) }
  }

  /// One value of the output, at an index within a row.
  func value(row: Int, index: Int) -> Float { output.value(row: row, index: index) }
}
