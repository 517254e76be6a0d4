import CPNG
import ConvCore

/// Reads PNG of every color type and depth; palettes, low depths and tRNS are expanded.
///
/// Gray of 1, 2 and 4 bits is scaled to 8 bits; 16-bit samples stay 16-bit. gAMA and sBIT do not
/// change samples. Interlaced pictures are held whole. Warnings of libpng become notes.
final class PNGReader: ImageReader, @unchecked Sendable {
  let info: ImageInfo
  private let source: ByteSource
  private let handle: OpaquePointer
  private let interlaced: Bool
  private let allowsDamage: Bool
  private let oddities: [String]
  private var whole: SampleBuffer?
  private var nextRow = 0
  /// The error that ended decoding when damage is allowed.
  private var end: CodecError?

  init(_ source: ByteSource, limits: ImageLimits, allowsDamage: Bool) throws(CodecError) {
    guard
      let handle = cpng_reader_create(
        readCallback, Unmanaged.passUnretained(source).toOpaque(), allowsDamage ? 1 : 0)
    else { throw CodecError(.damaged, "libpng could not be set up") }
    self.source = source
    self.handle = handle
    self.allowsDamage = allowsDamage
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
    let (metadata, oddities) = PNGMetadata.read(handle, header, source)
    self.oddities = oddities
    info = ImageInfo(
      format: .png,
      shape: ImageShape(
        height: Int(header.height), width: Int(header.width), channels: Int(header.channels)),
      sampleType: header.sample_bits == 16 ? .uint16 : .uint8, hasAlpha: header.has_alpha != 0,
      metadata: metadata, wholeImageReason: interlaced ? "the PNG is interlaced" : nil)
  }

  deinit { cpng_reader_destroy(handle) }

  var notes: DecoderNotes {
    var notes = DecoderNotes()
    while let warning = cpng_reader_warning(handle, notes.warnings.count) {
      notes.warnings.append(String(cString: warning))
    }
    notes.warnings += oddities
    if info.metadata.exif == nil, let exif = PNGMetadata.exif(handle),
      let orientation = Orientation(exif: exif), orientation != .upright
    {
      notes.warnings.append(
        "EXIF orientation \(orientation.rawValue) comes behind the pixels and is not applied: "
          + "read the PNG from a file instead of a pipe")
    }
    notes.damage = end?.description
    return notes
  }

  func readRows(_ count: Int) throws(CodecError) -> SampleBuffer {
    defer { nextRow += count }
    let length = info.shape.rowLength
    if interlaced {
      let image: SampleBuffer
      if let whole { image = whole } else { image = try readInterlaced() }
      whole = nextRow + count == info.shape.height ? nil : image
      return image.slice(nextRow * length..<(nextRow + count) * length)
    }
    let isLast = nextRow + count == info.shape.height
    return try SampleBuffer.filled(
      type: info.sampleType, count: count * length, zeroed: allowsDamage
    ) {
      bytes throws(CodecError) in
      var done: UInt32 = 0
      try attempt { () throws(CodecError) in
        var status = cpng_reader_rows(
          handle, bytes.bindMemory(to: UInt8.self).baseAddress,
          length * info.sampleType.byteCount, UInt32(count), &done)
        if status == CPNG_OK.rawValue && isLast { status = cpng_reader_finish(handle) }
        guard status == CPNG_OK.rawValue else {
          throw failure(status, "\(done) of \(info.shape.height) rows")
        }
      }
    }
  }

  private func readInterlaced() throws(CodecError) -> SampleBuffer {
    let stride = info.shape.rowLength * info.sampleType.byteCount
    return try SampleBuffer.filled(
      type: info.sampleType, count: info.shape.count, zeroed: allowsDamage
    ) {
      bytes throws(CodecError) in
      try attempt { () throws(CodecError) in
        var status = cpng_reader_image(
          handle, bytes.bindMemory(to: UInt8.self).baseAddress, stride, UInt32(info.shape.height))
        if status == CPNG_OK.rawValue { status = cpng_reader_finish(handle) }
        guard status == CPNG_OK.rawValue else {
          throw failure(status, "\(cpng_reader_passes(handle)) of 7 passes")
        }
      }
    }
  }

  /// Runs `body` unless decoding has ended; allowed damage ends decoding and is stored in `end`.
  private func attempt(_ body: () throws(CodecError) -> Void) throws(CodecError) {
    guard end == nil else { return }
    do throws(CodecError) { try body() } catch {
      guard allowsDamage, error.code == .damaged else { throw error }
      end = error
    }
  }

  private func failure(_ status: Int32, _ progress: String) -> CodecError {
    PNGReader.error(handle, status, detail: ": \(progress)")
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
}

extension PNGReader {
  /// The traits of PNG: 8 or 16 bits, one to four channels.
  static let traits = ImageFormat.Traits(
    name: "PNG", extensions: ["png"], magic: [[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]],
    holdsFloats: false, holdsAlpha: true, maximumDepth: 16, holdsColorChunks: true,
    oversizedBlocks: { _ in [] }
  ) { request throws(CodecError) in
    try PNGReader(request.source, limits: request.limits, allowsDamage: request.allowsDamage)
  } makeWriter: { info, sink, options throws(CodecError) in
    try PNGWriter(info, sink, level: options.pngLevel)
  }
}
