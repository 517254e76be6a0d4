import ConvCore
import Dispatch
import ImageCodecs
import Synchronization

/// Runs a plan on samples in memory with several threads, into preallocated output.
///
/// Works band by band, like the commands, but without codecs. Used by `bench`.
package final class BandedOperation: Sendable {
  private let plan: FilterPlan
  private let input: RowSource
  private let bands: [Band]

  private final class Band: Sendable {
    let rows: Range<Int>
    let sink: Mutex<RowSink>

    init(rows: Range<Int>, sink: RowSink) {
      self.rows = rows
      self.sink = Mutex(sink)
    }
  }

  /// Allocates the output of a plan.
  ///
  /// - Parameter target: An output type that replaces the plan's own.
  /// - Precondition: Every filter of the plan reads samples without preparation, and the view needs
  ///   no range.
  package init(_ plan: FilterPlan, on samples: SampleBuffer, target: RowSink.Target? = nil) {
    precondition(plan.rendersDirectly, "a plan that needs more than its filters")
    self.plan = plan
    let shape = plan.layouts[0].shape
    input = RowSource(
      shape: shape, bands: [RowBand(rows: 0..<shape.height, samples: samples)])
    bands = plan.bands.map { rows in
      Band(rows: rows, sink: plan.makeSink(rows: rows.count, target: target))
    }
  }

  /// Computes the output again, overwriting the previous output.
  ///
  /// - Throws: An error of a filter that processes the whole image.
  package func run(threads: Int) throws {
    let whole =
      plan.chain.wholeImageReason == nil ? nil : try plan.last(on: input, threads: threads)
    let next = Atomic(0)
    let work: @Sendable (Int) -> Void = { [bands, input, plan] _ in
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < bands.count else { return }
        let band = bands[index]
        band.sink.withLock { sink in
          sink.rewind()
          if let whole {
            whole.operation.apply(
              to: whole.input, rows: band.rows, into: &sink, engine: plan.engine)
          } else {
            plan.run(rows: band.rows, from: input, into: &sink)
          }
        }
      }
    }
    if threads > 1 {
      DispatchQueue.concurrentPerform(iterations: threads, execute: work)
    } else {
      work(0)
    }
  }

  /// Returns one value of the output; `place` is the index within the row.
  package func value(row: Int, place: Int) -> Float {
    for band in bands where band.rows.contains(row) {
      return band.sink.withLock { $0[row - band.rows.lowerBound, place] }
    }
    preconditionFailure("row \(row) of \(plan.outputInfo.shape)")
  }
}
