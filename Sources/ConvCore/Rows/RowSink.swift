import RowLoopsBaseline
internal import RowLoops

/// Where the rows of a response go: floats for the next filter, or samples of a file.
///
/// Operations hand over a few rows at a time, while these are still in the cache. Scale, view and
/// rounding happen then:
///
///     sample = round(unit · view(scale · y + bias)), clipped to what the type holds
package struct RowSink: Sendable {
  /// What the samples are.
  package enum Target: Hashable, Sendable {
    /// Rounded, ties to even, and clipped.
    case uint8, uint16
    /// As they are: for responses that are integers of 16 bits.
    case int16
    /// As they are, only scaled and biased.
    case float32
  }

  /// What happens to a response on its way.
  package struct Postprocessing: Hashable, Sendable {
    /// Responses are multiplied by it.
    package var scale: Float = 1
    /// Responses are raised by it.
    package var bias: Float = 0
    /// Whether the magnitude is taken.
    package var absolute = false
    /// The value of full brightness of the output over that of the input.
    package var unit: Float = 1

    /// Nothing.
    package init() {}
  }

  /// The type of the samples.
  package let target: Target
  /// What happens to a response on its way.
  package let postprocessing: Postprocessing
  /// Values of a row.
  package let rowLength: Int
  /// Rows that there is room for.
  private let capacity: Int
  /// Rows that are here.
  package private(set) var rowCount = 0
  /// Whether ``range`` and ``clipped`` are kept.
  package let collectsStatistics: Bool
  /// The smallest and the largest finite response, scaled and biased; `nil` while there is none.
  package private(set) var range: ClosedRange<Float>?
  /// Samples that the target could not represent.
  package private(set) var clipped = 0
  /// Responses that are not finite, scaled and biased.
  package private(set) var nonfinite = 0

  private var bytes: [UInt8] = []
  private var words: [UInt16] = []
  private var integers: [Int16] = []
  private var floats: [Float] = []
  private var scratch: [Float] = []
  private var integerScratch: [Int16] = []
  private var byteScratch: [UInt8] = []

  /// Creates a sink with room for some rows.
  package init(
    _ target: Target, postprocessing: Postprocessing = Postprocessing(), rowLength: Int, rows: Int,
    collectsStatistics: Bool = false
  ) {
    self.target = target
    self.postprocessing = postprocessing
    self.rowLength = rowLength
    self.collectsStatistics = collectsStatistics
    capacity = rows
    let count = rowLength * rows
    switch target {
    case .uint8: bytes = uninitialized(count: count)
    case .uint16: words = uninitialized(count: count)
    case .int16: integers = uninitialized(count: count)
    case .float32: floats = uninitialized(count: count)
    }
  }

  /// Forgets the rows, so that the room is used again.
  package mutating func rewind() {
    rowCount = 0
    range = nil
    clipped = 0
    nonfinite = 0
  }

  /// What was collected; `nil` for 16-bit integers, which no file holds.
  ///
  /// - Precondition: All rows were taken.
  package consuming func takeSamples() -> SampleBuffer? {
    precondition(rowCount == capacity || rowLength == 0, "\(rowCount) of \(capacity) rows")
    return switch target {
    case .uint8: .uint8(bytes)
    case .uint16: .uint16(words)
    case .float32: .float32(floats)
    case .int16: nil
    }
  }

  /// One collected value.
  package subscript(row: Int, place: Int) -> Float {
    precondition(row < rowCount, "row \(row) of \(rowCount)")
    let index = row * rowLength + place
    return switch target {
    case .uint8: Float(bytes[index])
    case .uint16: Float(words[index])
    case .int16: Float(integers[index])
    case .float32: floats[index]
    }
  }

  /// Whether 16-bit integers become samples without floats in between.
  var takesIntegers: Bool {
    postprocessing.scale == 1 && postprocessing.bias == 0 && postprocessing.unit == 1
      && target != .uint16
  }

  /// Whether bytes become samples as they are.
  private var takesBytes: Bool { takesIntegers && target == .uint8 }

  /// Whether nothing but clipping to bytes, and the magnitude before it, is left to do.
  var takesClippedBytes: Bool { takesBytes && !collectsStatistics }

  /// Whether nothing but rounding is left to do.
  var takesRoundedBytes: Bool { takesClippedBytes && !postprocessing.absolute }

  // MARK: Taking rows

  /// Takes the next rows, which `fill` writes at a place of an array.
  package mutating func take(
    rows: Int, engine: Engine, _ fill: (inout [Float], Int) -> Void
  ) {
    if keepsFloats {
      fill(&floats, rowCount * rowLength)
    } else {
      reserveScratch(rows * rowLength)
      fill(&scratch, 0)
      finishScratch(0..<rows * rowLength, to: rowCount * rowLength, engine)
    }
    rowCount += rows
  }

  /// Some columns of rows that are taken together.
  struct Piece {
    let columns: Range<Int>
    /// Where the first of them belongs.
    let start: Int
    /// Values from one row to the next.
    let stride: Int

    /// Where a column of the first row belongs.
    func offset(of column: Int) -> Int { start + column - columns.lowerBound }
  }

  /// Takes the next rows in pieces that stay in the cache until they are finished;
  /// `fill` writes a piece of all of them into an array.
  mutating func take(
    rows: Int, engine: Engine, _ fill: (Piece, inout [Float]) -> Void
  ) {
    let start = rowCount * rowLength
    if keepsFloats {
      for piece in pieces(from: start, stride: rowLength) { fill(piece, &floats) }
    } else {
      let length = RowSink.pieceLength
      reserveScratch(rows * length)
      for piece in pieces(from: 0, stride: nil) {
        fill(piece, &scratch)
        for row in 0..<rows {
          finishScratch(
            row * length..<row * length + piece.columns.count,
            to: start + row * rowLength + piece.columns.lowerBound, engine)
        }
      }
    }
    rowCount += rows
  }

  /// Takes the next rows in pieces, as bytes that are final.
  ///
  /// - Precondition: ``takesRoundedBytes``.
  mutating func takeRounded(rows: Int, _ fill: (Piece, inout [UInt8]) -> Void) {
    for piece in pieces(from: rowCount * rowLength, stride: rowLength) { fill(piece, &bytes) }
    rowCount += rows
  }

  /// The pieces of a row: where they belong in rows `stride` apart, or one after the other at the
  /// same place of a scratch.
  private func pieces(from start: Int, stride: Int?) -> some Sequence<Piece> {
    let length = RowSink.pieceLength
    return Swift.stride(from: 0, to: rowLength, by: length).lazy.map { [rowLength] first in
      Piece(
        columns: first..<min(first + length, rowLength),
        start: stride == nil ? start : start + first,
        stride: stride ?? length)
    }
  }

  /// Values of a row in one piece: four rows of them are a small part of a second-level cache;
  /// shorter pieces cost more calls.
  static let pieceLength = 4096

  /// Whether responses are kept as they are.
  private var keepsFloats: Bool {
    target == .float32 && postprocessing.scale == 1 && postprocessing.bias == 0
      && !collectsStatistics
  }

  private mutating func reserveScratch(_ count: Int) {
    if scratch.count < count { scratch = [Float](repeating: 0, count: count) }
  }

  /// Takes the next row of 16-bit integers, which `fill` writes at a place of an array.
  ///
  /// - Precondition: ``takesIntegers``.
  mutating func takeIntegers(engine: Engine, _ fill: (inout [Int16], Int) -> Void) {
    if target == .int16 {
      fill(&integers, rowCount * rowLength)
    } else {
      if integerScratch.isEmpty { integerScratch = [Int16](repeating: 0, count: rowLength) }
      fill(&integerScratch, 0)
      finishIntegers(engine)
    }
    rowCount += 1
  }

  /// Takes the next rows of responses that are bytes, which `fill` writes at a place of an array.
  ///
  /// Every target takes them: bytes as they are, others widened a few rows at a time. Inlined,
  /// because what `fill` captures would be copied for every row.
  @inline(__always)
  package mutating func takeBytes(
    rows: Int = 1, engine: Engine, _ fill: (inout [UInt8], Int) -> Void
  ) {
    if takesBytes {
      fill(&bytes, rowCount * rowLength)
      takeWrittenBytes(rows: rows, engine: engine)
    } else {
      if byteScratch.count < rows * rowLength {
        byteScratch = [UInt8](repeating: 0, count: rows * rowLength)
      }
      fill(&byteScratch, 0)
      takeByteScratch(rows: rows, engine: engine)
    }
  }

  /// Counts rows of bytes that are in place.
  private mutating func takeWrittenBytes(rows: Int, engine: Engine) {
    let start = rowCount * rowLength
    rowCount += rows
    guard collectsStatistics && rowLength > 0 else { return }
    let pair = engine.loops.extremes(bytes.span, from: start, count: rows * rowLength)
    widenRange(to: Float(pair.x)...Float(pair.y))
  }

  private mutating func takeByteScratch(rows: Int, engine: Engine) {
    let (bytes, count) = (byteScratch, rows * rowLength)
    take(rows: rows, engine: engine) { samples, at in
      var span = samples.mutableSpan
      engine.loops.widen(bytes.span, from: 0, into: &span, at: at, count: count)
    }
  }

  private mutating func finishIntegers(_ engine: Engine) {
    let (row, start, count, loops) = (
      integerScratch, rowCount * rowLength, rowLength, engine.loops
    )
    if collectsStatistics && count > 0 {
      let pair = loops.extremes(row.span, from: 0, count: count)
      widenRange(to: Float(pair.x)...Float(pair.y))
    }
    if target == .float32 {
      var span = floats.mutableSpan
      return loops.widen(row.span, from: 0, into: &span, at: start, count: count)
    }
    let absolute = postprocessing.absolute
    if collectsStatistics {
      clipped += loops.outside(row.span, from: 0, absolute: absolute, count: count)
    }
    var span = bytes.mutableSpan
    loops.narrow(row.span, from: 0, absolute: absolute, into: &span, at: start, count: count)
  }

  private mutating func finishScratch(_ range: Range<Int>, to start: Int, _ engine: Engine) {
    let (from, count, loops) = (range.lowerBound, range.count, engine.loops)
    if postprocessing.scale != 1 || postprocessing.bias != 0 {
      let (scale, bias) = (postprocessing.scale, postprocessing.bias)
      var span = scratch.mutableSpan
      loops.scale(&span, at: from, count: count, scale: scale, bias: bias)
    }
    if collectsStatistics {
      let pair = loops.extremes(scratch.span, from: from, count: count)
      if pair.x <= pair.y { widenRange(to: pair.x...pair.y) }
      nonfinite += loops.nonfinite(scratch.span, from: from, count: count)
    }
    if target != .float32 { show(range, engine) }
    let rows = scratch
    let maximum: Float? = target == .uint8 ? 255 : target == .uint16 ? 65535 : nil
    if collectsStatistics, let maximum {
      clipped += loops.outside(rows.span, from: from, maximum: maximum, count: count)
    }
    switch target {
    case .uint8:
      var span = bytes.mutableSpan
      loops.narrow(rows.span, from: from, into: &span, at: start, count: count)
    case .uint16:
      var span = words.mutableSpan
      loops.narrow(rows.span, from: from, into: &span, at: start, count: count)
    case .float32:
      var span = floats.mutableSpan
      loops.copy(rows.span, from: from, into: &span, at: start, count: count)
    case .int16:
      for i in 0..<count { integers[start + i] = Int16(rows[from + i]) }
    }
  }

  /// The view and the unit of the output.
  private mutating func show(_ range: Range<Int>, _ engine: Engine) {
    let (start, count, unit, absolute) = (
      range.lowerBound, range.count, postprocessing.unit, postprocessing.absolute
    )
    var span = scratch.mutableSpan
    if absolute { engine.loops.absolute(&span, at: start, count: count) }
    if unit != 1 { engine.loops.scale(&span, at: start, count: count, scale: unit, bias: 0) }
  }

  private mutating func widenRange(to other: ClosedRange<Float>) {
    guard let range else { return self.range = other }
    self.range =
      min(range.lowerBound, other.lowerBound)...max(range.upperBound, other.upperBound)
  }
}
