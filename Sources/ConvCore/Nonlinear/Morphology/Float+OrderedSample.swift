internal import RowLoops

extension Float: OrderedSample {
  static func take(
    rows: Int, into sink: inout RowSink, engine: Engine, _ fill: (inout [Float], Int) -> Void
  ) {
    sink.take(rows: rows, engine: engine, fill)
  }

  static func fold(
    _ extreme: Extreme, _ input: [Float], offsets: [Int], into output: inout [Float],
    at start: Int, count: Int, engine: Engine
  ) {
    var span = output.mutableSpan
    engine.loops.extreme(
      extreme, input.span, offsets: offsets.span, into: &span, at: start, count: count)
  }

  static func fold(
    _ extreme: Extreme, _ a: [Float], from first: Int, _ b: [Float], from second: Int,
    into output: inout [Float], at start: Int, count: Int, engine: Engine
  ) {
    var span = output.mutableSpan
    engine.loops.extreme(
      extreme, a.span, from: first, b.span, from: second, into: &span, at: start, count: count)
  }

  static func keep(
    _ extreme: Extreme, _ input: [Float], from base: Int, in kept: inout [Float],
    from source: Int, at target: Int, count: Int, engine: Engine
  ) {
    var span = kept.mutableSpan
    engine.loops.keepExtreme(
      extreme, input.span, from: base, in: &span, from: source, at: target, count: count)
  }

  static func run(
    _ extreme: Extreme, _ input: [Float], width: Int, step: Int, work: inout [Float],
    into output: inout [Float], at start: Int, count: Int, engine: Engine
  ) {
    var space = work.mutableSpan
    var span = output.mutableSpan
    engine.loops.extremeRun(
      extreme, input.span, from: 0, width: width, step: step, work: &space, into: &span,
      at: start, count: count)
  }
}
