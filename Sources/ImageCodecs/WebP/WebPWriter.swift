import CWebP
import ConvCore

/// Writes lossless WebP; the picture is held whole, because libwebp encodes it at once.
///
/// WebP has no gray: such samples are stored three times.
final class WebPWriter: ImageWriter, @unchecked Sendable {
  private static let largestSide = 16_383

  private let info: ImageInfo
  private let sink: any ByteSink
  private var samples: [UInt8] = []

  init(_ info: ImageInfo, _ sink: any ByteSink) throws(CodecError) {
    guard info.sampleType == .uint8, (1...4).contains(info.shape.channels),
      info.shape.channels % 2 == 0 ? info.hasAlpha : !info.hasAlpha
    else {
      throw CodecError(
        .unsupported,
        "WebP holds gray or RGB, with or without alpha, of 8 bits, not \(info.shape.channels) "
          + "channels of \(info.sampleType)")
    }
    guard max(info.shape.height, info.shape.width) <= WebPWriter.largestSide else {
      throw CodecError(
        .unsupported,
        "WebP holds at most \(WebPWriter.largestSide) pixels a side, not \(info.shape.size): write "
          + "PNG")
    }
    self.info = info
    self.sink = sink
  }

  func encode(_ samples: SampleBuffer, rows: Range<Int>) throws(CodecError) -> EncodedRows {
    guard case .uint8(let bytes) = samples else { preconditionFailure("WebP of wide samples") }
    let channels = info.shape.channels
    guard channels < 3 else { return EncodedRows(rows: rows, payload: .bytes(bytes)) }
    var colored: [UInt8] = []
    colored.reserveCapacity(bytes.count / channels * (channels + 2))
    for pixel in stride(from: 0, to: bytes.count, by: channels) {
      for _ in 0..<3 { colored.append(bytes[pixel]) }
      if channels == 2 { colored.append(bytes[pixel + 1]) }
    }
    return EncodedRows(rows: rows, payload: .bytes(colored))
  }

  func append(_ strip: EncodedRows) throws(CodecError) {
    guard case .bytes(let bytes) = strip.payload else { preconditionFailure("a foreign strip") }
    samples += bytes
  }

  func finish() throws(CodecError) {
    try sink.write(WebPContainer.adding(info.metadata, to: try encoded(), info))
  }

  /// The effort of libwebp, 0…9: less for large pictures, which would take minutes.
  private var level: Int32 {
    let pixels = info.shape.height * info.shape.width
    return pixels <= 1 << 19 ? 6 : pixels <= 1 << 22 ? 3 : 1
  }

  private func encoded() throws(CodecError) -> [UInt8] {
    var config = WebPConfig()
    var picture = WebPPicture()
    var memory = WebPMemoryWriter()
    guard WebPConfigInit(&config) != 0, WebPConfigLosslessPreset(&config, level) != 0,
      WebPPictureInit(&picture) != 0
    else { throw CodecError(.writeFailed, "libwebp could not be set up") }
    WebPMemoryWriterInit(&memory)
    // Colors under alpha 0 are kept, too.
    config.exact = 1
    config.thread_level = 1
    picture.use_argb = 1
    picture.width = Int32(info.shape.width)
    picture.height = Int32(info.shape.height)
    picture.writer = WebPMemoryWrite
    defer {
      WebPPictureFree(&picture)
      WebPMemoryWriterClear(&memory)
    }
    let stride = Int32(info.shape.width * (info.hasAlpha ? 4 : 3))
    let imported =
      info.hasAlpha
      ? WebPPictureImportRGBA(&picture, samples, stride)
      : WebPPictureImportRGB(&picture, samples, stride)
    samples = []
    let isEncoded = withUnsafeMutablePointer(to: &memory) { target in
      picture.custom_ptr = UnsafeMutableRawPointer(target)
      return imported != 0 && WebPEncode(&config, &picture) != 0
    }
    guard isEncoded, let start = memory.mem else {
      throw CodecError(
        .writeFailed, "libwebp cannot encode the picture: error \(picture.error_code.rawValue)")
    }
    return Array(UnsafeBufferPointer(start: start, count: memory.size))
  }
}
