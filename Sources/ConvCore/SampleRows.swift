internal import RowLoops

/// Some neighbouring rows of samples in the type of their file.
package struct SampleBand: Hashable, Sendable {
  /// Which rows of the image.
  package let rows: Range<Int>
  /// `rows.count` rows of samples.
  package let samples: SampleBuffer

  /// Creates a band.
  package init(rows: Range<Int>, samples: SampleBuffer) {
    self.rows = rows
    self.samples = samples
  }
}

/// Rows of an image that lie in one or several bands: what an operation reads.
package struct SampleRows: Sendable {
  /// The shape of the whole image.
  package let shape: ImageShape
  /// The type of every sample.
  package let type: SampleType
  private let bands: [SampleBand]

  /// Creates rows from the bands that hold them.
  ///
  /// - Precondition: There is a band, all hold samples of one type and rows of this shape.
  package init(shape: ImageShape, bands: [SampleBand]) {
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

  /// The rows of a strip.
  package init(_ strip: Strip) {
    self.init(
      shape: strip.shape, bands: [SampleBand(rows: strip.rows, samples: .float32(strip.samples))])
  }

  /// Neighbouring rows as those of one band, the first to the last of an image.
  ///
  /// - Precondition: There are parts, all of one image and one type.
  package init(joining parts: [SampleRows]) {
    let bands = parts.flatMap(\.bands)
    guard bands.count > 1 else { self.init(shape: parts[0].shape, bands: bands); return }
    var samples = SampleBuffer(
      type: parts[0].type, capacity: bands.reduce(0) { $0 + $1.samples.count })
    for band in bands { samples.append(band.samples) }
    let rows = bands[0].rows.lowerBound..<bands[bands.count - 1].rows.upperBound
    self.init(shape: parts[0].shape, bands: [SampleBand(rows: rows, samples: samples)])
  }

  /// Copies one row, widened to floats of the same value.
  ///
  /// - Precondition: The row is here.
  func copy(_ row: Int, into output: inout [Float], at start: Int, engine: Engine) {
    let (samples, base) = place(of: row)
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
  /// - Precondition: The row is here, and samples are bytes.
  func copy(_ row: Int, into output: inout [UInt8], at start: Int, engine: Engine) {
    let (samples, base) = place(of: row)
    guard case .uint8(let bytes) = samples else { preconditionFailure("\(type) as bytes") }
    var span = output.mutableSpan
    engine.loops.copy(bytes.span, from: base, into: &span, at: start, count: shape.rowLength)
  }

  /// The band that holds a row, if any does.
  func band(holding row: Int) -> SampleBand? {
    for band in bands where band.rows.contains(row) { return band }
    return nil
  }

  private func place(of row: Int) -> (SampleBuffer, Int) {
    guard let band = band(holding: row) else { preconditionFailure("row \(row) is in no band") }
    return (band.samples, (row - band.rows.lowerBound) * shape.rowLength)
  }
}
