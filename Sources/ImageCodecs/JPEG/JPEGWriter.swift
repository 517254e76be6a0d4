import CJPEG
import ConvCore

/// Writes baseline JPEG: gray, or YCbCr with color at half resolution below quality 90.
final class JPEGWriter: ImageWriter, @unchecked Sendable {
  private let info: ImageInfo
  private let output: JPEGOutput
  private let handle: OpaquePointer

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
    self.info = info
    output = JPEGOutput(sink)
    guard
      let handle = cjpeg_writer_create(
        { context, bytes, count in
          guard let context, let bytes else { return -1 }
          let output = Unmanaged<JPEGOutput>.fromOpaque(context).takeUnretainedValue()
          return output.take(UnsafeBufferPointer(start: bytes, count: count)) ? 0 : -1
        }, Unmanaged.passUnretained(output).toOpaque())
    else { throw CodecError(.writeFailed, "libjpeg could not be set up") }
    self.handle = handle
    var density = info.metadata.density ?? .init(unit: .ratio, x: 1, y: 1)
    // JFIF has inches and centimeters; most per-meter densities of PNG files come from inches.
    if density.unit == .perMetre { density = density.converted(to: .perInch) }
    var header = cjpeg_header()
    header.width = UInt32(info.shape.width)
    header.height = UInt32(info.shape.height)
    header.channels = Int32(info.shape.channels)
    header.density_unit = Int32(density.unit.rawValue)
    header.x_density = Int32(min(density.x, 65535))
    header.y_density = Int32(min(density.y, 65535))
    try check(cjpeg_writer_start(handle, &header, Int32(quality), quality < 90 ? 1 : 0))
    try writeMetadata()
  }

  deinit { cjpeg_writer_destroy(handle) }

  func encode(_ samples: SampleBuffer, rows: Range<Int>) throws(CodecError) -> EncodedRows {
    EncodedRows(rows: rows, payload: .samples(samples))
  }

  func append(_ strip: EncodedRows) throws(CodecError) {
    guard case .samples(let samples) = strip.payload else { preconditionFailure("a foreign strip") }
    let status = samples.withBytes { bytes in
      cjpeg_writer_rows(
        handle, bytes.bindMemory(to: UInt8.self).baseAddress, info.shape.rowLength,
        UInt32(strip.rows.count))
    }
    try check(status)
  }

  func finish() throws(CodecError) { try check(cjpeg_writer_finish(handle)) }

  private func writeMetadata() throws(CodecError) {
    if let exif = info.metadata.exif {
      try segment(1, JPEGSegment.exifPrefix + exif)
    }
    if let xmp = info.metadata.xmp { try segment(1, JPEGSegment.xmpPrefix + xmp) }
    for piece in JPEGSegment.profileSegments(info.metadata.iccProfile ?? []) {
      try segment(2, piece)
    }
  }

  /// Writes a segment; leaves out a block that is too large (EXIF or XMP blocks of a PNG can be).
  private func segment(_ app: Int32, _ bytes: [UInt8]) throws(CodecError) {
    guard bytes.count <= JPEGSegment.capacity else { return }
    try check(cjpeg_writer_marker(handle, app, bytes, bytes.count))
  }

  private func check(_ status: Int32) throws(CodecError) {
    if let failure = output.failure { throw failure }
    if status != CJPEG_OK.rawValue {
      throw CodecError(.unsupported, String(cString: cjpeg_writer_message(handle)))
    }
  }
}

/// Stores the error of a sink until libjpeg has returned.
private final class JPEGOutput {
  let sink: any ByteSink
  var failure: CodecError?

  init(_ sink: any ByteSink) { self.sink = sink }

  func take(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    do throws(CodecError) {
      try sink.write(Array(bytes))
      return true
    } catch {
      failure = error
      return false
    }
  }
}
