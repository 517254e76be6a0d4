internal import RowLoops

/// The input of an operation: rows of an image in one or several bands, in the sample type of the
/// file.
public struct RowSource: Sendable {
  /// The shape of the whole image.
  public let shape: ImageShape
  /// The type of every sample.
  public let type: SampleType
  private let bands: [RowBand]

  /// Creates a source from bands.
  ///
  /// - Precondition: There is at least one band; all bands hold samples of one type and rows of
  ///   this shape.
  package init(shape: ImageShape, bands: [RowBand]) {
    precondition(!bands.isEmpty, "rows in no bands")
    let type = bands[0].samples.type
    precondition(
      bands.allSatisfy {
        $0.samples.type == type && $0.samples.count == $0.rows.count * shape.rowLength
      }, "bands that do not hold rows of \(shape)")
    self.shape = shape
    self.type = type
    self.bands = bands
  }

  /// Creates a source from the rows of an image.
  public init(_ strip: ImageRows) {
    self.init(shape: strip.shape, bands: [RowBand(unseen: strip)])
  }

  /// Joins neighboring rows into one source with a single band, which holds a whole image.
  ///
  /// - Precondition: There is at least one part; all parts have one image and one type.
  package init(joining parts: [RowSource]) {
    let bands = parts.flatMap(\.bands)
    guard bands.count > 1 else { self.init(shape: parts[0].shape, bands: bands); return }
    var samples = SampleBuffer(
      type: parts[0].type, capacity: bands.reduce(0) { $0 + $1.samples.count })
    for band in bands { samples.append(band.samples) }
    let rows = bands[0].rows.lowerBound..<bands[bands.count - 1].rows.upperBound
    let isFinite = bands.allSatisfy(\.isFinite)
    self.init(
      shape: parts[0].shape,
      bands: [RowBand(rows: rows, samples: samples, isFinite: isFinite)])
  }

  /// Copies one row, W·C values, converted to floats of the same value.
  ///
  /// - Precondition: The source holds the row, and `output` has room for it from `start` on.
  public func copy(_ row: Int, into output: inout [Float], at start: Int, engine: Engine) {
    let (samples, base) = offset(of: row)
    var span = output.mutableSpan
    switch samples {
    case .uint8(let bytes):
      engine.loops.widen(bytes.span, from: base, into: &span, at: start, count: shape.rowLength)
    case .uint16(let words):
      engine.loops.widen(words.span, from: base, into: &span, at: start, count: shape.rowLength)
    case .float32(let floats):
      engine.loops.copy(floats.span, from: base, into: &span, at: start, count: shape.rowLength)
    }
  }

  /// Copies one row of bytes.
  ///
  /// - Precondition: The source holds the row, and its samples are bytes.
  func copy(_ row: Int, into output: inout [UInt8], at start: Int, engine: Engine) {
    let (samples, base) = offset(of: row)
    guard case .uint8(let bytes) = samples else { preconditionFailure("\(type) as bytes") }
    var span = output.mutableSpan
    engine.loops.copy(bytes.span, from: base, into: &span, at: start, count: shape.rowLength)
  }

  /// Copies one row of 16-bit samples.
  ///
  /// - Precondition: The source holds the row, and its samples are 16-bit integers.
  func copy(_ row: Int, into output: inout [UInt16], at start: Int) {
    let (samples, base) = offset(of: row)
    guard case .uint16(let words) = samples else { preconditionFailure("\(type) as words") }
    output.replaceSubrange(
      start..<start + shape.rowLength, with: words[base..<base + shape.rowLength])
  }

  /// Returns the band that holds a row, or `nil`.
  func band(holding row: Int) -> RowBand? {
    for band in bands where band.rows.contains(row) { return band }
    return nil
  }

  /// Returns the given rows that hold a nonfinite sample or, with `isNaN`, a NaN.
  package func nonfiniteRows(in rows: Range<Int>, isNaN: Bool = false) -> [Int] {
    if bands.allSatisfy(\.isFinite) { return [] }
    // The search is for magnitudes above this bound.
    let bound = isNaN ? Float.infinity.bitPattern : Float.greatestFiniteMagnitude.bitPattern
    return rows.filter { row in
      band(holding: row).map { $0.largestMagnitude(ofRow: row) > bound } ?? false
    }
  }

  /// Returns the largest magnitude of some rows; rows that the source does not hold are skipped.
  ///
  /// - Precondition: All samples are finite.
  func largestMagnitude(in rows: Range<Int>) -> Float {
    let bits = rows.lazy.compactMap { row in
      band(holding: row)?.largestMagnitude(ofRow: row)
    }.max()
    return Float(bitPattern: bits ?? 0)
  }

  /// Returns a copy of some rows in which nonfinite samples are replaced.
  ///
  /// - Precondition: Samples are floats, and the source holds the rows.
  func replacing(
    _ nonfinite: [Int], in rows: Range<Int>, engine: Engine, by value: (Float) -> Float
  ) -> RowSource {
    let length = shape.rowLength
    var samples = floats(of: rows, engine)
    for row in nonfinite {
      let start = (row - rows.lowerBound) * length
      for index in start..<start + length where !samples[index].isFinite {
        samples[index] = value(samples[index])
      }
    }
    return RowSource(ImageRows(shape: shape, rows: rows, samples: samples))
  }

  /// Returns a copy of some rows with all samples multiplied by a factor.
  ///
  /// - Precondition: The source holds the rows.
  func scaled(by factor: Float, in rows: Range<Int>, engine: Engine) -> RowSource {
    var samples = floats(of: rows, engine)
    let count = samples.count
    var span = samples.mutableSpan
    engine.loops.scale(&span, at: 0, count: count, scale: factor, bias: 0)
    return RowSource(ImageRows(shape: shape, rows: rows, samples: samples))
  }

  /// Returns the values of some rows.
  ///
  /// - Precondition: The source holds the rows.
  package func floats(of rows: Range<Int>, _ engine: Engine) -> [Float] {
    let length = shape.rowLength
    var samples = [Float](repeating: 0, count: rows.count * length)
    for row in rows {
      copy(row, into: &samples, at: (row - rows.lowerBound) * length, engine: engine)
    }
    return samples
  }

  private func offset(of row: Int) -> (SampleBuffer, Int) {
    guard let band = band(holding: row) else { preconditionFailure("row \(row) is in no band") }
    return (band.samples, (row - band.rows.lowerBound) * shape.rowLength)
  }
}
