internal import RowLoops

/// A sample type with loops of extremes.
///
/// The loops check the bounds.
protocol OrderedSample: WindowSample {
  /// Gives the next rows of samples to a sink.
  static func take(
    rows: Int, into sink: inout RowSink, engine: Engine, _ fill: (inout [Self], Int) -> Void)

  /// Folds taps: ``ExtremeLoops/extreme(_:_:offsets:into:at:count:)-(_,Span<UInt8>,_,_,_,_)``.
  static func fold(
    _ extreme: Extreme, _ input: [Self], offsets: [Int], into output: inout [Self],
    at start: Int, count: Int, engine: Engine)

  /// Folds two rows.
  static func fold(
    _ extreme: Extreme, _ a: [Self], from first: Int, _ b: [Self], from second: Int,
    into output: inout [Self], at start: Int, count: Int, engine: Engine)

  /// Folds a row into another one.
  static func keep(
    _ extreme: Extreme, _ input: [Self], from base: Int, in kept: inout [Self],
    from source: Int, at target: Int, count: Int, engine: Engine)

  /// Folds neighbors.
  static func run(
    _ extreme: Extreme, _ input: [Self], width: Int, step: Int, work: inout [Self],
    into output: inout [Self], at start: Int, count: Int, engine: Engine)
}
