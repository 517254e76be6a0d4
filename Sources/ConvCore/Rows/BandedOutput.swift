import Synchronization

/// The output of an operation on an image in memory: bands of rows, allocated before the operation
/// starts, so that several threads fill them.
package final class BandedOutput: Sendable {
  private let bands: [Band]

  private final class Band: Sendable {
    let rows: Range<Int>
    let sink: Mutex<RowSink>

    init(rows: Range<Int>, sink: RowSink) {
      self.rows = rows
      self.sink = Mutex(sink)
    }
  }

  /// Allocates the samples.
  ///
  /// - Parameters:
  ///   - target: The type of the output samples.
  ///   - postprocessing: What is done to the values of the operation.
  ///   - shape: The shape of the output.
  ///   - bandRows: The height of a band.
  package init(
    _ target: RowSink.Target, postprocessing: RowSink.Postprocessing = RowSink.Postprocessing(),
    shape: ImageShape, bandRows: Int
  ) {
    let size = RowSink.byteCount(target, samples: shape.count)
    bands = stride(from: 0, to: shape.height, by: max(bandRows, 1)).map { first in
      let rows = first..<min(first + bandRows, shape.height)
      return Band(
        rows: rows,
        sink: RowSink(
          target, postprocessing: postprocessing, rowLength: shape.rowLength, rows: rows.count,
          exceedsCache: size > RowSink.cacheSize))
    }
  }

  /// The value at a row and an index in the row.
  package func value(row: Int, index: Int) -> Float {
    for band in bands where band.rows.contains(row) {
      return band.sink.withLock { $0[row - band.rows.lowerBound, index] }
    }
    preconditionFailure("row \(row) is in no band")
  }

  /// All samples, row by row.
  ///
  /// - Precondition: The target is `float32`.
  var floats: [Float] {
    bands.flatMap { band in band.sink.withLock { $0.takeFloats() } }
  }

  /// Fills all bands; earlier values are overwritten.
  fileprivate func fill(
    threads: Int, engine: Engine, _ body: @Sendable (Range<Int>, inout RowSink) -> Void
  ) {
    engine.concurrently(bands.count, threads: threads) { [bands] index in
      bands[index].sink.withLock { sink in
        sink.rewind()
        body(bands[index].rows, &sink)
        sink.finishStores(engine)
      }
    }
  }
}

extension RowOperation {
  /// Runs the operation on an image in memory with several threads.
  ///
  /// - Precondition: `input` holds the whole image, and `output` has the operation's output shape.
  package func run(
    on input: RowSource, into output: BandedOutput, engine: Engine, threads: Int
  ) {
    var whole = engine
    whole.wholeImageThreads = threads
    let operation: any RowOperation =
      wholeImageReason == nil ? self : prepared(for: input, engine: whole)
    output.fill(threads: threads, engine: engine) { rows, sink in
      operation.apply(to: input, rows: rows, into: &sink, engine: engine)
    }
  }
}
