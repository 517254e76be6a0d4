import CWebP
import ConvCore

/// Reads WebP, lossy and lossless, with alpha; the picture is decoded whole.
final class WebPReader: ImageReader, @unchecked Sendable {
  let info: ImageInfo
  private(set) var notes = DecoderNotes()
  private let allowsDamage: Bool
  private var file: [UInt8]
  private var picture: [UInt8]?
  private var nextRow = 0

  init(_ source: ByteSource, limits: ImageLimits, allowsDamage: Bool) throws(CodecError) {
    self.allowsDamage = allowsDamage
    let bytes = try source.seekable(limit: limits.memory)
    guard bytes.count <= limits.memory else {
      throw CodecError.overLimit(
        .memory, "a WebP of \(bytes.count >> 20) MB, the limit is \(limits.memory >> 20) MB")
    }
    file = try bytes.bytes(bytes.count, at: 0)
    var features = WebPBitstreamFeatures()
    let status = WebPGetFeatures(file, file.count, &features)
    guard status == VP8_STATUS_OK else {
      throw CodecError(
        .damaged,
        status == VP8_STATUS_NOT_ENOUGH_DATA ? "truncated WebP header" : "damaged WebP header")
    }
    guard features.has_animation == 0 else {
      throw CodecError(
        .unsupported, "an animated WebP: webpmux -get frame 1 in.webp -o out.webp takes a picture")
    }
    let (height, width) = (Int(features.height), Int(features.width))
    try limits.check(height: height, width: width)
    let hasAlpha = features.has_alpha != 0
    var info = ImageInfo(
      format: .webp,
      shape: ImageShape(height: height, width: width, channels: hasAlpha ? 4 : 3),
      sampleType: .uint8, hasAlpha: hasAlpha, metadata: WebPContainer.metadata(of: file),
      wholeImageReason: "a WebP is decoded whole")
    // The decoder's own picture, and the file.
    info.decoderMemory = height * width * 4 + file.count
    self.info = info
  }

  func readRows(_ count: Int) throws(CodecError) -> SampleBuffer {
    defer { nextRow += count }
    let decoded: [UInt8]
    if let picture { decoded = picture } else { decoded = try decode() }
    let length = info.shape.rowLength
    let rows = Array(decoded[nextRow * length..<(nextRow + count) * length])
    picture = nextRow + count == info.shape.height ? nil : decoded
    return .uint8(rows)
  }

  private func decode() throws(CodecError) -> [UInt8] {
    defer { file = [] }
    let shape = info.shape
    return try SampleBufferBytes.filled(shape.count) { buffer throws(CodecError) in
      let start = buffer.bindMemory(to: UInt8.self).baseAddress
      if allowsDamage { buffer.initializeMemory(as: UInt8.self, repeating: 0) }
      guard
        let decoder = WebPINewRGB(
          info.hasAlpha ? MODE_RGBA : MODE_RGB, start, buffer.count, Int32(shape.rowLength))
      else { throw CodecError(.damaged, "libwebp could not be set up") }
      defer { WebPIDelete(decoder) }
      let status = WebPIUpdate(decoder, file, file.count)
      guard status != VP8_STATUS_OK else { return }
      var done: Int32 = 0
      _ = WebPIDecGetRGB(decoder, &done, nil, nil, nil)
      let kind = status == VP8_STATUS_SUSPENDED ? "truncated" : "damaged"
      let damage = "\(kind) WebP: \(max(done, 0)) of \(shape.height) rows"
      guard allowsDamage else { throw CodecError(.damaged, damage) }
      notes.damage = damage
    }
  }
}

extension WebPReader {
  /// The traits of WebP: 8 bits, color, with or without alpha.
  static let traits = ImageFormat.Traits(
    name: "WebP", extensions: ["webp"],
    magic: [[0x52, 0x49, 0x46, 0x46, nil, nil, nil, nil, 0x57, 0x45, 0x42, 0x50]],
    holdsFloats: false, holdsAlpha: true, maximumDepth: 8, holdsColorChunks: false,
    oversizedBlocks: { _ in [] },
    makeReader: { request throws(CodecError) in
      try WebPReader(request.source, limits: request.limits, allowsDamage: request.allowsDamage)
    },
    makeWriter: { info, sink, _ throws(CodecError) in try WebPWriter(info, sink) },
    writerMemory: { info in info.shape.height * info.shape.width * 32 })
}
