import CTIFF
import ConvCore

/// Writes TIFF of deflated strips: integers of 8 or 16 bits as differences of neighbors, or float32.
///
/// Floats are stored without differences, which ImageJ does not read. Offsets have 64 bits (BigTIFF)
/// where the samples take more than 4 GB less 5 %.
final class TIFFWriter: ImageWriter, @unchecked Sendable {
  private let info: ImageInfo
  private let output: TIFFOutput
  private let handle: OpaquePointer
  private var cutter: StripCutter

  init(_ info: ImageInfo, _ sink: any ByteSink) throws(CodecError) {
    self.info = info
    guard info.shape.channels <= 65_535, max(info.shape.height, info.shape.width) < 1 << 31 else {
      throw CodecError(.unsupported, "TIFF holds no picture of \(info.shape.size)")
    }
    let rowBytes = info.shape.rowLength * info.sampleType.byteCount
    // The rows of a strip depend on the shape alone.
    let stripRows = max(1, min(info.shape.height, (1 << 16) / max(rowBytes, 1)))
    cutter = StripCutter(info, stripRows: stripRows)
    output = TIFFOutput(try OffsetSink(sink))
    let isBig = Double(rowBytes) * Double(info.shape.height) > 0.95 * 0x1p32
    guard
      let handle = ctiff_writer_create(
        { context, bytes, offset, count in
          guard let context, let bytes else { return -1 }
          let output = Unmanaged<TIFFOutput>.fromOpaque(context).takeUnretainedValue()
          return output.take(UnsafeBufferPointer(start: bytes, count: count), at: Int(offset))
        }, Unmanaged.passUnretained(output).toOpaque(), isBig ? 1 : 0)
    else { throw CodecError(.writeFailed, "libtiff could not be set up") }
    self.handle = handle
    var description = TIFFWriter.description(info, stripRows: stripRows)
    try check(ctiff_writer_start(handle, &description))
    try writeMetadata()
  }

  deinit { ctiff_writer_destroy(handle) }

  private static func description(_ info: ImageInfo, stripRows: Int) -> ctiff_description {
    var description = ctiff_description()
    description.width = UInt32(info.shape.width)
    description.height = UInt32(info.shape.height)
    description.bits = UInt16(info.sampleType.byteCount * 8)
    description.format = info.sampleType == .float32 ? 3 : 1
    description.samples = UInt16(info.shape.channels)
    let isColor = info.colorChannels - info.extraChannels == 3
    description.photometric = isColor ? 2 : 1
    description.predictor = info.sampleType == .float32 ? 1 : 2
    description.alpha = info.hasAlpha ? 1 : 0
    description.extra_count = UInt16(info.shape.channels - (isColor ? 3 : 1))
    description.rows_per_strip = UInt32(stripRows)
    if let density = info.metadata.density {
      let scale = density.unit == .perMetre ? 0.01 : 1
      description.x_resolution = Double(density.x) * scale
      description.y_resolution = Double(density.y) * scale
      description.resolution_unit =
        density.unit == .perInch ? 2 : density.unit == .ratio ? 1 : 3
    }
    return description
  }

  private func writeMetadata() throws(CodecError) {
    if let profile = info.metadata.iccProfile {
      try check(ctiff_writer_block(handle, 34_675, profile, profile.count))
    }
    if let xmp = info.metadata.xmp {
      try check(ctiff_writer_block(handle, 700, xmp, xmp.count))
    }
    let tags: [String: UInt32] = ["Software": 305, "Description": 270, "Comment": 270]
    for text in info.metadata.texts {
      if let tag = tags[text.keyword] { try check(ctiff_writer_text(handle, tag, text.text)) }
    }
  }

  // MARK: Rows

  func encode(_ samples: SampleBuffer, rows: Range<Int>) throws(CodecError) -> EncodedRows {
    let pieces = try cutter.pieces(samples, rows: rows) { bytes throws(CodecError) in
      try deflated(bytes)
    }
    return EncodedRows(rows: rows, payload: .pieces(pieces))
  }

  func append(_ strip: EncodedRows) throws(CodecError) {
    guard case .pieces(let pieces) = strip.payload else { preconditionFailure("a foreign strip") }
    for piece in pieces {
      let complete = try cutter.take(piece) { bytes throws(CodecError) in try deflated(bytes) }
      if let complete { try write(complete.bytes, row: complete.row) }
    }
  }

  func finish() throws(CodecError) {
    try check(ctiff_writer_finish(handle))
    try output.sink.finish()
  }

  private func write(_ bytes: [UInt8], row: Int) throws(CodecError) {
    try check(ctiff_writer_strip(handle, UInt32(row / cutter.stripRows), bytes, bytes.count))
  }

  private func deflated(_ bytes: [UInt8]) throws(CodecError) -> [UInt8] {
    try Deflater.zlibStream(
      info.sampleType == .float32 ? bytes : differences(bytes), level: 6)
  }

  /// Replaces each sample of a row by the difference to the same channel of the pixel before.
  private func differences(_ bytes: [UInt8]) -> [UInt8] {
    let (length, channels) = (info.shape.rowLength, info.shape.channels)
    guard info.sampleType == .uint16 else {
      var output = bytes
      for start in stride(from: 0, to: bytes.count, by: length) {
        for index in start + channels..<max(start + channels, start + length) {
          output[index] = bytes[index] &- bytes[index - channels]
        }
      }
      return output
    }
    return bytes.withUnsafeBytes { raw in
      let words = raw.bindMemory(to: UInt16.self)
      var output = Array(words)
      for start in stride(from: 0, to: words.count, by: length) {
        for index in start + channels..<max(start + channels, start + length) {
          output[index] = words[index] &- words[index - channels]
        }
      }
      return output.withUnsafeBytes(Array.init)
    }
  }

  private func check(_ ok: Int32) throws(CodecError) {
    if let failure = output.failure { throw failure }
    guard ok != 0 else {
      let message = String(cString: ctiff_writer_message(handle))
      throw CodecError(.writeFailed, "libtiff: \(message.isEmpty ? "write failed" : message)")
    }
  }
}

/// Stores the error of a sink until libtiff has returned.
private final class TIFFOutput {
  let sink: OffsetSink
  var failure: CodecError?

  init(_ sink: OffsetSink) { self.sink = sink }

  func take(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int) -> Int32 {
    do throws(CodecError) {
      try sink.write(Array(bytes), at: offset)
      return 0
    } catch {
      if failure == nil { failure = error }
      return -1
    }
  }
}
