import CJPEG
import ConvCore

/// One run of libjpeg's compressor: gray, or YCbCr with color at half resolution below quality 90.
final class JPEGCompressor {
  private let output: JPEGOutput
  private let handle: OpaquePointer

  /// Begins a baseline JPEG of some rows.
  ///
  /// - Throws: ``CodecError`` when libjpeg refuses the size.
  init(
    _ info: ImageInfo, rows: Int, quality: Int, to sink: any ByteSink
  ) throws(CodecError) {
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
    header.height = UInt32(rows)
    header.channels = Int32(info.shape.channels)
    header.density_unit = Int32(density.unit.rawValue)
    header.x_density = Int32(min(density.x, 65535))
    header.y_density = Int32(min(density.y, 65535))
    try check(cjpeg_writer_start(handle, &header, Int32(quality), quality < 90 ? 1 : 0))
  }

  deinit { cjpeg_writer_destroy(handle) }

  /// Writes an APP segment; leaves out a block that is too large (EXIF or XMP blocks of a PNG can be).
  func segment(_ app: Int32, _ bytes: [UInt8]) throws(CodecError) {
    guard bytes.count <= JPEGSegment.capacity else { return }
    try check(cjpeg_writer_marker(handle, app, bytes, bytes.count))
  }

  /// Compresses the next rows, each of `length` samples of 8 bits.
  func append(_ samples: SampleBuffer, length: Int) throws(CodecError) {
    let status = samples.withBytes { bytes in
      cjpeg_writer_rows(
        handle, bytes.bindMemory(to: UInt8.self).baseAddress, length,
        UInt32(bytes.count / max(length, 1)))
    }
    try check(status)
  }

  /// Hands all bytes so far to the sink.
  func flush() throws(CodecError) { try check(cjpeg_writer_flush(handle)) }

  /// Writes the end of the file.
  func finish() throws(CodecError) { try check(cjpeg_writer_finish(handle)) }

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
