import CZlib
import ConvCore

/// Writes PNG; groups of rows are deflated on any number of threads.
///
/// Each group is filtered and deflated independently and ends at a byte boundary, so the pieces in
/// order form one valid zlib stream. The checksum of the stream is combined from those of the
/// pieces.
final class PNGWriter: ImageWriter, @unchecked Sendable {
  let info: ImageInfo
  private let sink: any ByteSink
  private let level: Int?
  private var adler: UInt = adler32(0, nil, 0)

  init(_ info: ImageInfo, _ sink: any ByteSink, level: Int?) throws(CodecError) {
    guard info.sampleType != .float32, (1...4).contains(info.shape.channels),
      info.shape.channels % 2 == 0 ? info.hasAlpha : !info.hasAlpha
    else {
      throw CodecError(
        .unsupported,
        "PNG holds gray or RGB, with or without alpha, of 8 or 16 bits, "
          + "not \(info.shape.channels) channels of \(info.sampleType)")
    }
    self.info = info
    self.sink = sink
    self.level = level
    try writeHeader()
  }

  func encode(_ samples: SampleBuffer, rows: Range<Int>) throws(CodecError) -> EncodedRows {
    let bytes = PNGRows(samples, count: rows.count, bytesPerPixel: bytesPerPixel)
    let isLast = rows.upperBound == info.shape.height
    let plan = try DeflatePlan.chosen(for: bytes, level: level)
    return EncodedRows(rows: rows, payload: try plan.encoded(bytes, isLast: isLast))
  }

  func append(_ strip: EncodedRows) throws(CodecError) {
    guard case .deflated(let bytes, let sum, let count) = strip.payload else {
      preconditionFailure("a foreign strip")
    }
    adler = adler32_combine(adler, sum, count)
    // The zlib header, two bytes for a 32 KiB window, precedes the first piece.
    try chunk("IDAT", strip.rows.lowerBound == 0 ? [0x78, 0x01] + bytes : bytes)
  }

  func finish() throws(CodecError) {
    try chunk("IDAT", bigEndian(UInt32(truncatingIfNeeded: adler)))
    try chunk("IEND", [])
  }

  private var bytesPerPixel: Int { info.shape.channels * info.sampleType.byteCount }

  private func writeHeader() throws(CodecError) {
    try sink.write(PNGChunk.signature)
    let colorType: UInt8 = (info.colorChannels == 3 ? 2 : 0) + (info.hasAlpha ? 4 : 0)
    try chunk(
      "IHDR",
      bigEndian(UInt32(info.shape.width)) + bigEndian(UInt32(info.shape.height))
        + [info.sampleType == .uint16 ? 16 : 8, colorType, 0, 0, 0])
    try writeMetadata()
  }

  func chunk(_ name: String, _ data: [UInt8]) throws(CodecError) {
    try sink.write(PNGChunk.bytes(name, data))
  }
}
