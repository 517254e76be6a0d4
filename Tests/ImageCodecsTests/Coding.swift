import ConvCore
import ImageCodecs

/// Writes a picture into memory in strips of these heights, the last one taking what is left.
///
/// Strips are encoded from the last to the first, as threads may do.
func encode(
  _ info: ImageInfo, _ samples: SampleBuffer, _ options: EncodingOptions = EncodingOptions(),
  strips heights: [Int] = []
) throws(CodecError) -> [UInt8] {
  let sink = MemorySink()
  let writer = try makeWriter(info, to: sink, options: options)
  var ranges: [Range<Int>] = []
  for height in heights + [info.shape.height] {
    let start = ranges.last?.upperBound ?? 0
    let end = min(start + height, info.shape.height)
    if end > start { ranges.append(start..<end) }
  }
  var encoded: [EncodedRows] = []
  for rows in ranges.reversed() {
    let length = info.shape.rowLength
    let part = samples.slice(rows.lowerBound * length..<rows.upperBound * length)
    encoded.append(try writer.encode(part, rows: rows))
  }
  for strip in encoded.reversed() { try writer.append(strip) }
  try writer.finish()
  return sink.bytes
}

/// What reading a file fails with; `nil` when it does not fail.
func failure(of bytes: [UInt8]) -> CodecError? {
  do throws(CodecError) {
    _ = try Decoded(bytes)
    return nil
  } catch { return error }
}

extension ImageInfo {
  /// An info with what a test cares about.
  init(
    _ format: ImageFormat, _ height: Int, _ width: Int, _ channels: Int = 1,
    _ sampleType: SampleType = .uint8, metadata: Metadata = Metadata()
  ) {
    self.init(
      format: format, shape: ImageShape(height: height, width: width, channels: channels),
      sampleType: sampleType, hasAlpha: format != .npy && channels % 2 == 0, metadata: metadata)
  }
}

/// Samples of 8 bits from their rows, columns and channels.
func pixels(
  _ height: Int, _ width: Int, _ channels: Int = 1, _ value: (_ y: Int, _ x: Int, _ c: Int) -> Int
) -> [UInt8] {
  var samples: [UInt8] = []
  for y in 0..<height {
    for x in 0..<width {
      for c in 0..<channels { samples.append(UInt8(value(y, x, c))) }
    }
  }
  return samples
}
