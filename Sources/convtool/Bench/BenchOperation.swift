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

  /// Computes output rows of the same operation from floats.
  ///
  /// - Parameters:
  ///   - rows: Ranges of output rows.
  ///   - samples: The values of the input, as floats.
  ///   - engine: The build of the loops.
  /// - Returns: The responses of each range.
  func responses(
    _ rows: [Range<Int>], to samples: [Float], engine: Engine
  ) -> [ImageRows] {
    let band = RowBand(
      rows: 0..<input.shape.height, samples: .float32(samples), isFinite: true)
    let input = RowSource(shape: input.shape, bands: [band])
    let whole =
      operation.wholeImageReason == nil
      ? operation : operation.prepared(for: input, engine: engine)
    return rows.map { whole.rows($0, of: input, engine: engine) }
  }

  /// One value of the output, at an index within a row.
  func value(row: Int, index: Int) -> Float { output.value(row: row, index: index) }
}
