internal import RowLoops

extension UInt8: OrderedSample {
  static func take(
    rows: Int, into sink: inout RowSink, engine: Engine, _ fill: (inout [UInt8], Int) -> Void
  ) {
    sink.takeBytes(rows: rows, engine: engine, fill)
  }

  static func fold(
    _ extreme: Extreme, _ input: [UInt8], offsets: [Int], into output: inout [UInt8],
    at start: Int, count: Int, engine: Engine
  ) {
    var span = output.mutableSpan
    engine.loops.extreme(
      extreme, input.span, offsets: offsets.span, into: &span, at: start, count: count)
  }

  static func fold(
    _ extreme: Extreme, _ a: [UInt8], from first: Int, _ b: [UInt8], from second: Int,
    into output: inout [UInt8], at start: Int, count: Int, engine: Engine
  ) {
    var span = output.mutableSpan
    engine.loops.extreme(
      extreme, a.span, from: first, b.span, from: second, into: &span, at: start, count: count)
  }

  static func keep(
    _ extreme: Extreme, _ input: [UInt8], from base: Int, in kept: inout [UInt8],
    from source: Int, at target: Int, count: Int, engine: Engine
  ) {
    var span = kept.mutableSpan
    engine.loops.keepExtreme(
      extreme, input.span, from: base, in: &span, from: source, at: target, count: count)
  }

  static func run(
    _ extreme: Extreme, _ input: [UInt8], width: Int, step: Int, work: inout [UInt8],
    into output: inout [UInt8], at start: Int, count: Int, engine: Engine
  ) {
    var space = work.mutableSpan
    var span = output.mutableSpan
    engine.loops.extremeRun(
      extreme, input.span, from: 0, width: width, step: step, work: &space, into: &span,
      at: start, count: count)
  }
}
