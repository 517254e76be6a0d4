internal import RowLoops

extension RowSink {
  /// Takes rows that are in memory already.
  package mutating func take(_ rows: ImageRows, engine: Engine) {
    take(rows: rows.rows.count, engine: engine) { samples, start in
      var span = samples.mutableSpan
      engine.loops.copy(
        rows.samples.span, from: 0, into: &span, at: start, count: rows.samples.count)
    }
  }

  /// Takes rows that are computed from finite samples and then corrected for nonfinite ones.
  ///
  /// - Parameters:
  ///   - rows: The numbers of the rows.
  ///   - engine: The build of the loops.
  ///   - compute: Computes the rows into a sink of floats.
  ///   - mend: Corrects one row, given its number, the values, and the index where it begins.
  mutating func takeMended(
    rows: Range<Int>, engine: Engine, compute: (inout RowSink) -> Void,
    mend: (Int, inout [Float], Int) -> Void
  ) {
    let length = rowLength
    var between = RowSink(.float32, rowLength: length, rows: rows.count)
    compute(&between)
    let outputs = between.takeFloats()
    for (index, row) in rows.enumerated() {
      take(rows: 1, engine: engine) { samples, at in
        let start = index * length
        samples.replaceSubrange(at..<at + length, with: outputs[start..<start + length])
        mend(row, &samples, at)
      }
    }
  }
}
