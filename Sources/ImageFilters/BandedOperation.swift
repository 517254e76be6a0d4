public import ConvCore
import Dispatch
import Synchronization

/// An operation on samples in memory, band by band on several threads, into room that is there
/// before it starts: what files go through without their codecs.
public final class BandedOperation: Sendable {
  private let operation: any SampleOperation
  private let input: SampleRows
  private let shape: ImageShape
  private let bands: [Band]
  private let engine: Engine

  private final class Band: Sendable {
    let rows: Range<Int>
    let sink: Mutex<RowSink>

    init(rows: Range<Int>, sink: RowSink) {
      self.rows = rows
      self.sink = Mutex(sink)
    }
  }

  /// Prepares an operation and its output.
  ///
  /// - Throws: ``ShapeError`` when the operation does not suit the input.
  public init(
    _ operation: any SampleOperation, on samples: SampleBuffer, shape input: ImageShape,
    target: RowSink.Target, finish: RowSink.Finish = RowSink.Finish(),
    engine: Engine = .preferred
  ) throws(ShapeError) {
    self.operation = operation
    self.engine = engine
    self.input = SampleRows(
      shape: input, bands: [SampleBand(rows: 0..<input.height, samples: samples)])
    let shape = try operation.outputShape(for: input)
    self.shape = shape
    let grain = operation.rowGrain
    // Whole tiles of rows.
    let near = max(16, 375_000 / max(shape.rowLength, 1) / 4 * 4)
    let height = (near + grain - 1) / grain * grain
    bands = stride(from: 0, to: shape.height, by: max(height, 1)).map { first in
      let rows = first..<min(first + height, shape.height)
      return Band(
        rows: rows,
        sink: RowSink(target, finish: finish, rowLength: shape.rowLength, rows: rows.count))
    }
  }

  /// Computes the output anew.
  public func run(threads: Int) {
    var engine = engine
    engine.wholeImageThreads = threads
    let operation = operation.prepared(for: input, engine: engine)
    let next = Atomic(0)
    let work: @Sendable (Int) -> Void = { [bands, input, engine] _ in
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < bands.count else { return }
        let band = bands[index]
        band.sink.withLock { sink in
          sink.rewind()
          operation.apply(to: input, rows: band.rows, into: &sink, engine: engine)
        }
      }
    }
    if threads > 1 {
      DispatchQueue.concurrentPerform(iterations: threads, execute: work)
    } else {
      work(0)
    }
  }

  /// One value of the output.
  public func value(row: Int, place: Int) -> Float {
    for band in bands where band.rows.contains(row) {
      return band.sink.withLock { $0[row - band.rows.lowerBound, place] }
    }
    preconditionFailure("row \(row) of \(shape)")
  }
}
