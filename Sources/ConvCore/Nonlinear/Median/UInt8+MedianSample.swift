internal import RowLoops

extension UInt8: MedianSample {
  static var hasOneZero: Bool { true }

  static func medianPairs(
    _ input: [UInt8], rows: [Int], step: Int, stack: RowStack, into output: inout [UInt8],
    at start: Int, count: Int, engine: Engine
  ) {
    var span = output.mutableSpan
    engine.loops.medianPairs(
      input.span, rows: rows.span, step: step, stack: stack, into: &span, at: start, count: count)
  }

  static func median(
    _ input: [UInt8], rows: [Int], step: Int, work: inout [UInt8], into output: inout [UInt8],
    at start: Int, count: Int, engine: Engine
  ) {
    var space = work.mutableSpan
    var span = output.mutableSpan
    engine.loops.median(
      input.span, rows: rows.span, step: step, work: &space, into: &span, at: start,
      count: count)
  }
}
