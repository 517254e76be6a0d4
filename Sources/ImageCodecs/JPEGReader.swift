import CJPEG
import ConvCore

/// Reads JPEG: baseline, progressive and arithmetic; gray, YCbCr, RGB, CMYK and YCCK, any sampling.
///
/// Samples are those of libjpeg's defaults (accurate integer DCT, smooth chroma upsampling).
/// CMYK becomes RGB by r = c·k, and a profile, which would speak of inks, is dropped.
final class JPEGReader: ImageReader, @unchecked Sendable {
  let info: ImageInfo
  private let source: ByteSource
  private let handle: OpaquePointer
  private var started = false

  init(_ source: ByteSource, limits: ImageLimits) throws(CodecError) {
    guard
      let handle = cjpeg_reader_create(readCallback, Unmanaged.passUnretained(source).toOpaque())
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
    var info = ImageInfo(
      format: .jpeg,
      shape: ImageShape(
        height: Int(header.height), width: Int(header.width), channels: Int(header.channels)),
      sampleType: .uint8, hasAlpha: false, metadata: JPEGReader.metadata(handle, header))
    info.decoderMemory = header.buffered != 0 ? 2 * info.shape.count : 0
    self.info = info
  }

  deinit { cjpeg_reader_destroy(handle) }

  func readRows(_ count: Int) throws(CodecError) -> SampleBuffer {
    if !started {
      started = true
      let status = cjpeg_reader_start(handle)
      guard status == CJPEG_OK.rawValue else { throw failure(status, rowsDone: 0) }
    }
    return try SampleBuffer.filled(type: .uint8, count: count * info.shape.rowLength) {
      bytes throws(CodecError) in
      var done: UInt32 = 0
      let status = cjpeg_reader_rows(
        handle, bytes.bindMemory(to: UInt8.self).baseAddress, info.shape.rowLength,
        UInt32(count), &done)
      guard status == CJPEG_OK.rawValue else { throw failure(status, rowsDone: Int(done)) }
    }
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
    case Int32(CJPEG_IO.rawValue): CodecError(.damaged, message)
    default: CodecError(.damaged, "damaged JPEG\(detail) (\(message))")
    }
  }

  private static func metadata(_ handle: OpaquePointer, _ header: cjpeg_header) -> Metadata {
    var segments: [(app: Int32, bytes: [UInt8])] = []
    var (app, bytes, count): (Int32, UnsafePointer<UInt8>?, Int) = (0, nil, 0)
    while cjpeg_reader_marker(handle, segments.count, &app, &bytes, &count) == 1 {
      segments.append((app, Array(UnsafeBufferPointer(start: bytes, count: count))))
    }
    var metadata = Metadata()
    metadata.exif = segments.first { $0.app == 1 && $0.bytes.starts(with: JPEGSegment.exifPrefix) }
      .map { Array($0.bytes.dropFirst(JPEGSegment.exifPrefix.count)) }
    metadata.iccProfile = JPEGSegment.joinedProfile(
      segments.filter { $0.app == 2 }.map(\.bytes))
    if let unit = Metadata.Density.Unit(rawValue: Int(header.density_unit)), unit != .ratio {
      metadata.density = .init(unit: unit, x: Int(header.x_density), y: Int(header.y_density))
    }
    return metadata
  }
}

/// The marker segments that carry metadata.
enum JPEGSegment {
  static let exifPrefix = Array("Exif\0\0".utf8)
  static let profilePrefix = Array("ICC_PROFILE\0".utf8)
  /// A segment holds 65,533 bytes, 14 of which are the prefix, the number and the count.
  static let profileChunk = 65_519

  /// Joins the pieces of an ICC profile by their numbers; `nil` when one is missing.
  static func joinedProfile(_ segments: [[UInt8]]) -> [UInt8]? {
    let header = profilePrefix.count + 2
    let pieces = segments.filter { $0.starts(with: profilePrefix) && $0.count > header }
    guard let count = pieces.first?[header - 1], count > 0 else { return nil }
    var profile: [UInt8] = []
    for number in 1...count {
      guard let piece = pieces.first(where: { $0[header - 2] == number }) else { return nil }
      profile += piece.dropFirst(header)
    }
    return profile
  }

  /// Cuts an ICC profile into segments.
  static func profileSegments(_ profile: [UInt8]) -> [[UInt8]] {
    let count = (profile.count + profileChunk - 1) / profileChunk
    guard count <= 255 else { return [] }
    return (0..<count).map { index in
      let piece = profile[index * profileChunk..<min(profile.count, (index + 1) * profileChunk)]
      return profilePrefix + [UInt8(index + 1), UInt8(count)] + piece
    }
  }
}
