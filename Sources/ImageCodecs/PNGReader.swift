import CPNG
import ConvCore

/// Reads PNG of every colour type and depth; palettes, low depths and tRNS are expanded.
///
/// 1-, 2- and 4-bit gray is scaled to 8 bits; 16-bit samples stay 16-bit. gAMA and sBIT do not
/// change samples. Interlaced pictures are held whole.
final class PNGReader: ImageReader, @unchecked Sendable {
  let info: ImageInfo
  private let source: ByteSource
  private let handle: OpaquePointer
  private let interlaced: Bool
  private var whole: SampleBuffer?
  private var nextRow = 0

  init(_ source: ByteSource, limits: ImageLimits) throws(CodecError) {
    guard
      let handle = cpng_reader_create(readCallback, Unmanaged.passUnretained(source).toOpaque())
    else { throw CodecError(.damaged, "libpng could not be set up") }
    self.source = source
    self.handle = handle
    var header = cpng_header()
    let status = cpng_reader_header(handle, &header)
    guard status == CPNG_OK.rawValue else {
      let error = PNGReader.error(handle, status, detail: "")
      cpng_reader_destroy(handle)
      throw error
    }
    do {
      try limits.check(height: Int(header.height), width: Int(header.width))
    } catch {
      cpng_reader_destroy(handle)
      throw error
    }
    interlaced = header.interlaced != 0
    info = ImageInfo(
      format: .png,
      shape: ImageShape(
        height: Int(header.height), width: Int(header.width), channels: Int(header.channels)),
      sampleType: header.sample_bits == 16 ? .uint16 : .uint8, hasAlpha: header.has_alpha != 0,
      metadata: PNGReader.metadata(handle, header),
      wholeImageReason: interlaced ? "the PNG is interlaced" : nil)
  }

  deinit { cpng_reader_destroy(handle) }

  func readRows(_ count: Int) throws(CodecError) -> SampleBuffer {
    defer { nextRow += count }
    let length = info.shape.rowLength
    if interlaced {
      let image: SampleBuffer
      if let whole { image = whole } else { image = try readInterlaced() }
      whole = nextRow + count == info.shape.height ? nil : image
      return image.slice(nextRow * length..<(nextRow + count) * length)
    }
    let stride = length * info.sampleType.byteCount
    let rows = try SampleBuffer.filled(type: info.sampleType, count: count * length) {
      bytes throws(CodecError) in
      var done: UInt32 = 0
      let status = cpng_reader_rows(
        handle, bytes.bindMemory(to: UInt8.self).baseAddress, stride, UInt32(count), &done)
      guard status == CPNG_OK.rawValue else { throw failure(status, rowsDone: Int(done)) }
    }
    if nextRow + count == info.shape.height { try finish() }
    return rows
  }

  private func readInterlaced() throws(CodecError) -> SampleBuffer {
    let stride = info.shape.rowLength * info.sampleType.byteCount
    let image = try SampleBuffer.filled(type: info.sampleType, count: info.shape.count) {
      bytes throws(CodecError) in
      let status = cpng_reader_image(
        handle, bytes.bindMemory(to: UInt8.self).baseAddress, stride, UInt32(info.shape.height))
      guard status == CPNG_OK.rawValue else { throw failure(status, rowsDone: 0) }
    }
    try finish()
    return image
  }

  private func finish() throws(CodecError) {
    let status = cpng_reader_finish(handle)
    guard status == CPNG_OK.rawValue else { throw failure(status, rowsDone: info.shape.height) }
  }

  private func failure(_ status: Int32, rowsDone: Int) -> CodecError {
    PNGReader.error(handle, status, detail: ": \(rowsDone) of \(info.shape.height) rows")
  }

  private static func error(_ handle: OpaquePointer, _ status: Int32, detail: String) -> CodecError
  {
    let message = String(cString: cpng_reader_message(handle))
    return switch status {
    case Int32(CPNG_TRUNCATED.rawValue): CodecError(.damaged, "truncated PNG\(detail)")
    case Int32(CPNG_IO.rawValue): CodecError(.damaged, message)
    default: CodecError(.damaged, "damaged PNG\(detail) (\(message))")
    }
  }

  private static func metadata(_ handle: OpaquePointer, _ header: cpng_header) -> Metadata {
    var metadata = Metadata()
    var (bytes, count): (UnsafePointer<UInt8>?, Int) = (nil, 0)
    if cpng_reader_icc(handle, &bytes, &count) == 1 {
      metadata.iccProfile = Array(UnsafeBufferPointer(start: bytes, count: count))
    }
    if cpng_reader_exif(handle, &bytes, &count) == 1 {
      metadata.exif = Array(UnsafeBufferPointer(start: bytes, count: count))
    }
    if header.x_per_metre > 0 {
      metadata.density = .init(
        unit: .perMetre, x: Int(header.x_per_metre), y: Int(header.y_per_metre))
    }
    return metadata
  }
}
