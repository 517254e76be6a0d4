import RowLoopsBaseline
internal import RowLoops

/// The destination for the rows of a response: floats for the next filter, or samples of a file.
///
/// Operations pass a few rows at a time. The sink scales and rounds these rows while they are still
/// in the cache:
///
///     sample = round(unit · view(scale · y + bias)), clipped to the range of the sample type
public struct RowSink: Sendable {
  /// The type of the output samples.
  package enum Target: Hashable, Sendable {
    /// Rounded to nearest, ties to even, and clipped.
    case uint8, uint16
    /// Unchanged, for responses that are 16-bit integers.
    case int16
    /// Scaled and biased, not rounded.
    case float32
  }

  /// The operations applied to a response before it is stored.
  package struct Postprocessing: Hashable, Sendable {
    /// The factor for responses.
    package var scale: Float = 1
    /// The value added to responses.
    package var bias: Float = 0
    /// Whether the magnitude is taken.
    package var absolute = false
    /// The full brightness of the output divided by the full brightness of the input.
    package var unit: Float = 1

    /// Creates a postprocessing that changes nothing.
    package init() {}
  }

  /// The type of the samples.
  package let target: Target
  /// The operations applied to each response.
  package let postprocessing: Postprocessing
  /// Number of values in a row: the width times the channels of the output.
  public let rowLength: Int
  /// The largest number of rows.
  private let capacity: Int
  /// Number of rows taken so far.
  package private(set) var rowCount = 0
  /// Whether ``range`` and ``clipped`` are collected.
  package let collectsStatistics: Bool
  /// The smallest and the largest finite response, scaled and biased; `nil` if there is none.
  package private(set) var range: ClosedRange<Float>?
  /// Number of samples that the target could not represent.
  package private(set) var clipped = 0
  /// Number of responses, scaled and biased, that are not finite.
  package private(set) var nonfinite = 0

  /// Whether the output exceeds the cache and is not read soon; see ``finishStores(_:)``.
  let exceedsCache: Bool

  private var bytes: [UInt8] = []
  private var words: [UInt16] = []
  private var integers: [Int16] = []
  private var floats: [Float] = []
  private var scratch: [Float] = []
  private var integerScratch: [Int16] = []
  private var byteScratch: [UInt8] = []
  private var wordScratch: [UInt16] = []

  /// Creates a sink with memory for some rows.
  package init(
    _ target: Target, postprocessing: Postprocessing = Postprocessing(), rowLength: Int, rows: Int,
    collectsStatistics: Bool = false, exceedsCache: Bool = false
  ) {
    self.target = target
    self.postprocessing = postprocessing
    self.rowLength = rowLength
    self.collectsStatistics = collectsStatistics
    self.exceedsCache = exceedsCache && !collectsStatistics
    capacity = rows
    let count = rowLength * rows
    switch target {
    case .uint8: bytes = uninitialized(count: count)
    case .uint16: words = uninitialized(count: count)
    case .int16: integers = uninitialized(count: count)
    case .float32: floats = uninitialized(count: count)
    }
  }

  /// Counts samples that the operation itself brought back into the range of the target.
  mutating func countClipped(_ count: Int) { clipped += count }

  /// Discards the rows, so that the memory is reused.
  package mutating func rewind() {
    rowCount = 0
    range = nil
    clipped = 0
    nonfinite = 0
  }

  /// Returns the collected samples; `nil` for 16-bit integers, which no file holds.
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

  /// Returns the collected floats.
  ///
  /// - Precondition: The target is `float32`, and all rows were taken.
  package consuming func takeFloats() -> [Float] {
    guard case .float32(let floats) = takeSamples() else {
      preconditionFailure("a sink of no floats")
    }
    return floats
  }

  /// The collected value at a row and an index in the row.
  package subscript(row: Int, offset: Int) -> Float {
    precondition(row < rowCount, "row \(row) of \(rowCount)")
    let index = row * rowLength + offset
    return switch target {
    case .uint8: Float(bytes[index])
    case .uint16: Float(words[index])
    case .int16: Float(integers[index])
    case .float32: floats[index]
    }
  }

  /// Whether 16-bit integers are converted to samples directly, without floats.
  var takesIntegers: Bool {
    postprocessing.scale == 1 && postprocessing.bias == 0 && postprocessing.unit == 1
      && target != .uint16
  }

  /// Whether bytes are stored as samples without change.
  var takesBytes: Bool { takesIntegers && target == .uint8 }

  /// Whether only the magnitude and the clipping to bytes remain to be done.
  var takesClippedBytes: Bool { takesBytes && !collectsStatistics }

  /// Whether only rounding remains to be done.
  var takesRoundedBytes: Bool { takesClippedBytes && !postprocessing.absolute }

  // MARK: Taking rows

  /// Takes the next rows, which `fill` writes into an array from a given index on.
  ///
  /// `fill` writes exactly `rows` · ``rowLength`` values, row by row, and no others.
  ///
  /// - Precondition: The sink has memory for the rows, and `fill` keeps the length of the array.
  public mutating func take(
    rows: Int, engine: Engine, _ fill: (inout [Float], Int) -> Void
  ) {
    precondition(rowCount + rows <= capacity, "\(rowCount) + \(rows) of \(capacity) rows")
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
    /// The array index of the first column in the first row.
    let start: Int
    /// Number of values from one row to the next.
    let stride: Int

    /// Returns the array index of a column in the first row.
    func offset(of column: Int) -> Int { start + column - columns.lowerBound }
  }

  /// Takes the next rows in pieces that stay in the cache until postprocessing is done.
  ///
  /// `fill` writes one piece of all rows into an array.
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

  /// Takes the next rows in pieces of final bytes.
  ///
  /// - Precondition: ``takesRoundedBytes``.
  mutating func takeRounded(rows: Int, _ fill: (Piece, inout [UInt8]) -> Void) {
    for piece in pieces(from: rowCount * rowLength, stride: rowLength) { fill(piece, &bytes) }
    rowCount += rows
  }

  /// The pieces of a row: in rows `stride` apart, or one after the other at the same scratch index.
  private func pieces(from start: Int, stride: Int?) -> some Sequence<Piece> {
    let length = RowSink.pieceLength
    return Swift.stride(from: 0, to: rowLength, by: length).lazy.map { [rowLength] first in
      Piece(
        columns: first..<min(first + length, rowLength),
        start: stride == nil ? start : start + first,
        stride: stride ?? length)
    }
  }

  /// Number of values of a row in one piece.
  ///
  /// Four rows of this length are a small part of a second-level cache; shorter pieces cost more
  /// calls.
  static let pieceLength = 4096

  /// Whether responses are stored unchanged.
  var keepsFloats: Bool {
    target == .float32 && postprocessing.scale == 1 && postprocessing.bias == 0
      && !collectsStatistics
  }

  /// Whether 16-bit samples are stored unchanged.
  private var keepsWords: Bool {
    target == .uint16 && postprocessing.scale == 1 && postprocessing.bias == 0
      && postprocessing.unit == 1 && !collectsStatistics
  }

  private mutating func reserveScratch(_ count: Int) {
    if scratch.count < count { scratch = [Float](repeating: 0, count: count) }
  }

  /// Number of values that one call of a loop writes at most, where several rows are one call.
  ///
  /// As 16-bit integers, they are a small part of a second-level cache.
  static let stackValues = 65_536

  /// Takes the next rows of 16-bit integers, which `fill` writes into an array from an index on.
  ///
  /// - Precondition: ``takesIntegers``.
  mutating func takeIntegers(rows: Int, engine: Engine, _ fill: (inout [Int16], Int) -> Void) {
    if target == .int16 {
      fill(&integers, rowCount * rowLength)
    } else {
      let count = rows * rowLength
      if integerScratch.count < count { integerScratch = [Int16](repeating: 0, count: count) }
      fill(&integerScratch, 0)
      finishIntegers(count, engine)
    }
    rowCount += rows
  }

  /// Takes the next rows of byte responses, which `fill` writes into an array from an index on.
  ///
  /// All targets accept bytes: byte targets store them unchanged, others widen a few rows at a
  /// time. The function is inlined, because the captures of `fill` would otherwise be copied for
  /// every row.
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

  /// Counts rows of bytes that are already stored.
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

  /// Takes the next rows of 16-bit samples, which `fill` writes into an array from an index on.
  ///
  /// All targets accept them: 16-bit targets store them unchanged, others widen them to floats.
  mutating func takeWords(rows: Int, engine: Engine, _ fill: (inout [UInt16], Int) -> Void) {
    if keepsWords {
      fill(&words, rowCount * rowLength)
      rowCount += rows
      return
    }
    let count = rows * rowLength
    if wordScratch.count < count { wordScratch = [UInt16](repeating: 0, count: count) }
    fill(&wordScratch, 0)
    let words = wordScratch
    take(rows: rows, engine: engine) { samples, at in
      var span = samples.mutableSpan
      engine.loops.widen(words.span, from: 0, into: &span, at: at, count: count)
    }
  }

  private mutating func finishIntegers(_ count: Int, _ engine: Engine) {
    let (row, start, loops) = (integerScratch, rowCount * rowLength, engine.loops)
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

  /// Applies the view and the output's unit.
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
