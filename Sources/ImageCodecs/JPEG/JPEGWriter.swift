import ConvCore

/// Writes baseline JPEG; pictures from 1 megapixel on in strips, on any number of threads.
final class JPEGWriter: ImageWriter, @unchecked Sendable {
  private let info: ImageInfo
  private let quality: Int
  private let sink: any ByteSink
  private let layout: JPEGLayout
  /// Compresses a picture of one strip, and writes the beginning of every picture.
  private let compressor: JPEGCompressor
  private var cutter: StripCutter
  private var rowsWritten = 0

  init(_ info: ImageInfo, _ sink: any ByteSink, quality: Int) throws(CodecError) {
    guard info.sampleType == .uint8, !info.hasAlpha, [1, 3].contains(info.shape.channels) else {
      throw CodecError(
        .unsupported,
        "JPEG holds gray or RGB of 8 bits, not \(info.shape.channels) channels of "
          + "\(info.sampleType)")
    }
    guard max(info.shape.height, info.shape.width) <= 65_500 else {
      throw CodecError(
        .unsupported, "JPEG holds at most 65500 pixels a side, not \(info.shape.size): write PNG")
    }
    (self.info, self.quality, self.sink) = (info, quality, sink)
    layout = JPEGLayout(info.shape, quality: quality)
    cutter = StripCutter(info, stripRows: layout.stripRows)
    compressor = try JPEGCompressor(info, rows: info.shape.height, quality: quality, to: sink)
    try writeMetadata()
  }

  func encode(_ samples: SampleBuffer, rows: Range<Int>) throws(CodecError) -> EncodedRows {
    guard layout.restartInterval != nil else {
      return EncodedRows(rows: rows, payload: .samples(samples))
    }
    let pieces = try cutter.pieces(samples, rows: rows) { bytes throws(CodecError) in
      try compressed(bytes)
    }
    return EncodedRows(rows: rows, payload: .pieces(pieces))
  }

  func append(_ strip: EncodedRows) throws(CodecError) {
    switch strip.payload {
    case .samples(let samples):
      try compressor.append(samples, length: info.shape.rowLength)
    case .pieces(let pieces):
      for piece in pieces {
        let complete = try cutter.take(piece) { bytes throws(CodecError) in try compressed(bytes) }
        if let complete { try write(JPEGStrip(complete.bytes), row: complete.row) }
        rowsWritten = piece.rows.upperBound
      }
    default: preconditionFailure("a foreign strip")
    }
  }

  func finish() throws(CodecError) {
    guard layout.restartInterval != nil else { return try compressor.finish() }
    guard rowsWritten == info.shape.height else {
      throw CodecError(.unsupported, "\(rowsWritten) of \(info.shape.height) rows for a JPEG")
    }
    try sink.write(JPEGStrip.end)
  }

  /// Returns a JPEG file of some rows.
  private func compressed(_ bytes: [UInt8]) throws(CodecError) -> [UInt8] {
    let sink = MemorySink()
    let length = info.shape.rowLength
    let strip = try JPEGCompressor(info, rows: bytes.count / length, quality: quality, to: sink)
    try strip.append(.uint8(bytes), length: length)
    try strip.finish()
    return sink.bytes
  }

  private func write(_ strip: JPEGStrip, row: Int) throws(CodecError) {
    if row == 0 {
      try compressor.flush()
      try sink.write(
        strip.header(height: info.shape.height, interval: layout.restartInterval ?? 0))
    }
    try sink.write(JPEGStrip.marker(before: row / layout.stripRows) + strip.data)
  }

  private func writeMetadata() throws(CodecError) {
    if let exif = info.metadata.exif {
      try compressor.segment(1, JPEGSegment.exifPrefix + exif)
    }
    if let xmp = info.metadata.xmp { try compressor.segment(1, JPEGSegment.xmpPrefix + xmp) }
    for piece in JPEGSegment.profileSegments(info.metadata.iccProfile ?? []) {
      try compressor.segment(2, piece)
    }
  }
}
