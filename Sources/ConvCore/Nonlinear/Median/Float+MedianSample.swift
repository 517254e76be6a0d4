internal import RowLoops

extension Float: MedianSample {
  static var hasOneZero: Bool { false }

  static func medianPairs(
    _ input: [Float], rows: [Int], step: Int, stack: RowStack, into output: inout [Float],
    at start: Int, count: Int, engine: Engine
  ) {
    var span = output.mutableSpan
    engine.loops.medianPairs(
      input.span, rows: rows.span, step: step, stack: stack, into: &span, at: start, count: count)
  }

  static func median(
    _ input: [Float], rows: [Int], step: Int, work: inout [Float], into output: inout [Float],
    at start: Int, count: Int, engine: Engine
  ) {
    var space = work.mutableSpan
    var span = output.mutableSpan
    engine.loops.median(
      input.span, rows: rows.span, step: step, work: &space, into: &span, at: start,
      count: count)
  }
}
