internal import RowLoops

extension RowSink {
  /// Takes the differences of two images' rows, which are exact for integers.
  mutating func take(
    _ minuend: RowSource, minus subtrahend: RowSource, rows: Range<Int>, engine: Engine
  ) {
    let length = rowLength
    var other = [Float](repeating: 0, count: length)
    for row in rows {
      if takesIntegers, let (a, first) = minuend.bytes(ofRow: row),
        let (b, second) = subtrahend.bytes(ofRow: row)
      {
        takeIntegers(rows: 1, engine: engine) { values, at in
          var span = values.mutableSpan
          engine.loops.subtract(
            a.span, from: first, b.span, from: second, into: &span, at: at, count: length)
        }
        continue
      }
      subtrahend.copy(row, into: &other, at: 0, engine: engine)
      take(rows: 1, engine: engine) { values, at in
        minuend.copy(row, into: &values, at: at, engine: engine)
        var span = values.mutableSpan
        engine.loops.subtract(&span, at: at, other.span, from: 0, count: length)
      }
    }
  }
}

extension RowSource {
  /// Returns the array of bytes that holds a row, and the index where the row begins.
  fileprivate func bytes(ofRow row: Int) -> (bytes: [UInt8], start: Int)? {
    guard let band = band(holding: row), case .uint8(let bytes) = band.samples else { return nil }
    return (bytes, (row - band.rows.lowerBound) * shape.rowLength)
  }
}
