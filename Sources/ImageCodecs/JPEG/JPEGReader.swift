import CJPEG
import ConvCore

/// Reads JPEG: baseline, progressive and arithmetic; gray, YCbCr, RGB, CMYK and YCCK, any sampling.
///
/// Samples are those of libjpeg's defaults (accurate integer DCT, smooth chroma upsampling). Four
/// components are read as 255 − ink, with or without Adobe's marker, as all decoders do. The
/// result is RGB by r = c·k, and a profile is dropped because profiles of such files describe inks.
final class JPEGReader: ImageReader, @unchecked Sendable {
  let info: ImageInfo
  private let source: ByteSource
  private let handle: OpaquePointer
  private let allowsDamage: Bool
  private let oddities: [String]
  private var started = false
  /// The error that ended decoding when damage is allowed.
  private var end: CodecError?

  init(_ source: ByteSource, limits: ImageLimits, allowsDamage: Bool) throws(CodecError) {
    self.allowsDamage = allowsDamage
    guard
      let handle = cjpeg_reader_create(
        readCallback, Unmanaged.passUnretained(source).toOpaque(),
        Int32(clamping: limits.scans), allowsDamage ? 1 : 0)
    else { throw CodecError(.damaged, "libjpeg could not be set up") }
    self.source = source
    self.handle = handle
    var header = cjpeg_header()
    let status = cjpeg_reader_header(handle, &header)
    guard status == CJPEG_OK.rawValue else {
      let error = JPEGReader.error(handle, status, detail: "")
      cjpeg_reader_destroy(handle)
      throw error
    }
    do {
      try limits.check(height: Int(header.height), width: Int(header.width))
    } catch {
      cjpeg_reader_destroy(handle)
      throw error
    }
    var (metadata, oddities) = JPEGReader.metadata(handle, header)
    if header.is_cmyk != 0 && metadata.iccProfile != nil {
      metadata.iccProfile = nil
      oddities.append("CMYK was converted to RGB; its profile, which speaks of inks, is left out")
    }
    self.oddities = oddities
    var info = ImageInfo(
      format: .jpeg,
      shape: ImageShape(
        height: Int(header.height), width: Int(header.width), channels: Int(header.channels)),
      sampleType: .uint8, hasAlpha: false, metadata: metadata)
    info.decoderMemory = Int(header.coefficient_bytes)
    self.info = info
  }

  deinit { cjpeg_reader_destroy(handle) }

  var notes: DecoderNotes {
    var notes = DecoderNotes()
    while let warning = cjpeg_reader_warning(handle, notes.warnings.count) {
      let text = String(cString: warning)
      notes.warnings.append(text.hasPrefix("Warning: ") ? String(text.dropFirst(9)) : text)
    }
    notes.warnings += oddities
    var (isTruncated, soundRows): (Int32, UInt32) = (0, 0)
    if let end {
      notes.damage = end.description
    } else if allowsDamage, cjpeg_reader_damage(handle, &isTruncated, &soundRows) != 0 {
      notes.damage =
        "\(isTruncated != 0 ? "truncated" : "damaged") JPEG: "
        + (info.decoderMemory > 0
          ? "not all of its scans are whole"
          : "\(soundRows) of \(info.shape.height) rows are sound")
    }
    return notes
  }

  func readRows(_ count: Int) throws(CodecError) -> SampleBuffer {
    try SampleBuffer.filled(
      type: .uint8, count: count * info.shape.rowLength, zeroed: allowsDamage
    ) {
      bytes throws(CodecError) in
      do throws(CodecError) {
        try read(count, into: bytes)
      } catch {
        guard allowsDamage, error.code == .damaged else { throw error }
        end = error
      }
    }
  }

  private func read(_ count: Int, into bytes: UnsafeMutableRawBufferPointer) throws(CodecError) {
    guard end == nil else { return }
    if !started {
      started = true
      let status = cjpeg_reader_start(handle)
      guard status == CJPEG_OK.rawValue else { throw failure(status, rowsDone: 0) }
    }
    var done: UInt32 = 0
    var status = cjpeg_reader_rows(
      handle, bytes.bindMemory(to: UInt8.self).baseAddress, info.shape.rowLength,
      UInt32(count), &done)
    if status == CJPEG_OK.rawValue && done == info.shape.height {
      status = cjpeg_reader_finish(handle)
    }
    guard status == CJPEG_OK.rawValue else { throw failure(status, rowsDone: Int(done)) }
  }

  private func failure(_ status: Int32, rowsDone: Int) -> CodecError {
    JPEGReader.error(handle, status, detail: ": \(rowsDone) of \(info.shape.height) rows")
  }

  private static func error(_ handle: OpaquePointer, _ status: Int32, detail: String) -> CodecError
  {
    let message = String(cString: cjpeg_reader_message(handle))
    return switch status {
    case Int32(CJPEG_TRUNCATED.rawValue): CodecError(.damaged, "truncated JPEG\(detail)")
    case Int32(CJPEG_UNSUPPORTED.rawValue): CodecError(.unsupported, "unsupported JPEG: \(message)")
    case Int32(CJPEG_OVER_LIMIT.rawValue): .overLimit(.scans, "the JPEG has \(message)")
    case Int32(CJPEG_IO.rawValue): CodecError(.damaged, message)
    default: CodecError(.damaged, "damaged JPEG\(detail) (\(message))")
    }
  }

  private static func metadata(
    _ handle: OpaquePointer, _ header: cjpeg_header
  ) -> (metadata: Metadata, oddities: [String]) {
    var segments: [(app: Int32, bytes: [UInt8])] = []
    var (app, bytes, count): (Int32, UnsafePointer<UInt8>?, Int) = (0, nil, 0)
    while cjpeg_reader_segment(handle, segments.count, &app, &bytes, &count) == 1 {
      segments.append((app, Array(UnsafeBufferPointer(start: bytes, count: count))))
    }
    func block(_ prefix: [UInt8]) -> [UInt8]? {
      segments.first { $0.app == 1 && $0.bytes.starts(with: prefix) }
        .map { Array($0.bytes.dropFirst(prefix.count)) }
    }
    var metadata = Metadata()
    metadata.exif = block(JPEGSegment.exifPrefix)
    metadata.xmp = block(JPEGSegment.xmpPrefix)
    var oddities: [String] = []
    let pieces = segments.filter { $0.app == 2 && $0.bytes.starts(with: JPEGSegment.profilePrefix) }
    metadata.iccProfile = JPEGSegment.joinedProfile(pieces.map(\.bytes))
    if metadata.iccProfile == nil && !pieces.isEmpty {
      oddities.append("the ICC profile is not complete: left out")
    }
    let (x, y) = (Int(header.x_density), Int(header.y_density))
    if let unit = Metadata.Density.Unit(rawValue: Int(header.density_unit)), x > 0, y > 0,
      unit != .ratio || x != y
    {
      metadata.density = .init(unit: unit, x: x, y: y)
    }
    return (metadata, oddities)
  }
}

extension JPEGReader {
  /// The traits of JPEG: 8 bits, gray or color, without alpha.
  static let traits = ImageFormat.Traits(
    name: "JPEG", extensions: ["jpg", "jpeg"], magic: [[0xFF, 0xD8, 0xFF]], holdsFloats: false,
    holdsAlpha: false, maximumDepth: 8, holdsColorChunks: false,
    oversizedBlocks: \.blocksTooLargeForSegments
  ) { request throws(CodecError) in
    try JPEGReader(request.source, limits: request.limits, allowsDamage: request.allowsDamage)
  } makeWriter: { info, sink, options throws(CodecError) in
    try JPEGWriter(info, sink, quality: options.jpegQuality)
  } stripRows: { shape in
    let layout = JPEGLayout(shape, quality: 100)
    return layout.restartInterval == nil ? nil : layout.stripRows
  }
}
