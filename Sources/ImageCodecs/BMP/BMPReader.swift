import ConvCore

/// Reads BMP of 1 to 32 bits: palettes, runs, bit fields, from top or from bottom.
///
/// Palettes of grays only give one channel. The fourth byte of 32-bit pixels is alpha only where
/// the header has a mask for it.
final class BMPReader: ImageReader, @unchecked Sendable {
  let info: ImageInfo
  private(set) var notes = DecoderNotes()
  private let header: BMPHeader
  private let bytes: SeekableBytes
  private let allowsDamage: Bool
  private var nextRow = 0
  /// The palette indexes of a picture that is stored as runs, from top to bottom.
  private var indexes: [UInt8]?

  init(_ source: ByteSource, limits: ImageLimits, allowsDamage: Bool) throws(CodecError) {
    bytes = try source.seekable(limit: limits.memory)
    header = try BMPHeader(bytes)
    try limits.check(height: header.height, width: header.width)
    self.allowsDamage = allowsDamage
    let isRuns = header.compression == .runs
    info = ImageInfo(
      format: .bmp,
      shape: ImageShape(
        height: header.height, width: header.width,
        channels: header.isGray ? 1 : header.hasAlpha ? 4 : 3),
      sampleType: .uint8, hasAlpha: header.hasAlpha, metadata: header.metadata,
      wholeImageReason: isRuns ? "the BMP is compressed" : nil)
    guard !isRuns else { return }
    let rows = max(0, bytes.count - header.start) / header.stride
    guard rows < header.height else { return }
    let damage = "truncated BMP: \(rows) of \(header.height) rows"
    guard allowsDamage else { throw CodecError(.damaged, damage) }
    notes.damage = damage
  }

  func readRows(_ count: Int) throws(CodecError) -> SampleBuffer {
    defer { nextRow += count }
    var samples: [UInt8] = []
    samples.reserveCapacity(count * info.shape.rowLength)
    for row in nextRow..<nextRow + count {
      if header.compression == .runs {
        try append(indexes: try runs()[row * header.width..<(row + 1) * header.width], to: &samples)
      } else {
        try append(row: row, to: &samples)
      }
    }
    return .uint8(samples)
  }

  private func append(row: Int, to samples: inout [UInt8]) throws(CodecError) {
    let place = header.isTopDown ? row : header.height - 1 - row
    var stored = try bytes.bytes(header.stride, at: header.start + place * header.stride)
    // Rows beyond the end of a file that is cut short are 0.
    if stored.count < header.stride {
      stored += [UInt8](repeating: 0, count: header.stride - stored.count)
    }
    switch header.bits {
    case 24:
      for x in 0..<header.width {
        samples.append(stored[3 * x + 2])
        samples.append(stored[3 * x + 1])
        samples.append(stored[3 * x])
      }
    case 16, 32:
      let size = header.bits / 8
      let order = header.hasAlpha ? [2, 1, 0, 3] : [2, 1, 0]
      for x in 0..<header.width {
        let pixel = (0..<size).reduce(0) { $0 | Int(stored[size * x + $1]) << (8 * $1) }
        for channel in order { samples.append(header.masks[channel].value(of: pixel)) }
      }
    default:
      let (bits, most) = (header.bits, UInt8(truncatingIfNeeded: 1 << header.bits - 1))
      let indexes = (0..<header.width).map { x in
        stored[x * bits / 8] >> UInt8(8 - bits - x * bits % 8) & most
      }
      try append(indexes: indexes[...], to: &samples)
    }
  }

  private func append(
    indexes: ArraySlice<UInt8>, to samples: inout [UInt8]
  ) throws(CodecError) {
    for index in indexes {
      guard Int(index) < header.palette.count else {
        guard allowsDamage else {
          throw CodecError(
            .damaged, "damaged BMP: color \(index) of a palette of \(header.palette.count)")
        }
        samples += repeatElement(0, count: info.shape.channels)
        continue
      }
      samples += header.palette[Int(index)].prefix(info.shape.channels)
    }
  }

  private func runs() throws(CodecError) -> [UInt8] {
    if let indexes { return indexes }
    var decoder = BMPRuns(header)
    do throws(CodecError) { try decoder.decode(bytes) } catch {
      guard allowsDamage else { throw error }
      notes.damage = error.description
    }
    indexes = decoder.indexes
    return decoder.indexes
  }
}

extension BMPReader {
  /// The traits of BMP, which is not written.
  static let traits = ImageFormat.Traits(
    name: "BMP", extensions: ["bmp"], magic: [Array("BM".utf8)], holdsFloats: false,
    holdsAlpha: true, maximumDepth: 8, holdsColorChunks: false, oversizedBlocks: { _ in [] },
    inputExtensions: ["dib"],
    makeReader: { request throws(CodecError) in
      try BMPReader(request.source, limits: request.limits, allowsDamage: request.allowsDamage)
    }, makeWriter: nil)
}
