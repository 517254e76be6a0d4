import ConvCore
import ImageCodecs

/// Encodes gray levels as a PNG file in memory.
enum GrayPNG {
  /// Returns the bytes of a picture of 8 bits, gray or RGB.
  static func bytes(
    _ samples: [UInt8], height: Int, width: Int, channels: Int = 1
  ) throws(CodecError) -> [UInt8] {
    let sink = MemorySink()
    let info = ImageInfo(
      format: .png, shape: ImageShape(height: height, width: width, channels: channels),
      sampleType: .uint8, hasAlpha: false)
    let writer = try makeWriter(info, to: sink, options: EncodingOptions(pngLevel: 9))
    try writer.append(try writer.encode(.uint8(samples), rows: 0..<height))
    try writer.finish()
    return sink.bytes
  }

  /// Draws a sheet of tiles with lines of one pixel between and around the tiles.
  ///
  /// - Parameters:
  ///   - tiles: The samples of each tile, row by row; a tile without samples stays empty.
  ///   - height: The number of rows of a tile.
  ///   - width: The number of columns of a tile.
  ///   - columns: The number of tiles in a row.
  ///   - channels: 1 for gray, 3 for red, green and blue, interleaved.
  /// - Returns: The bytes of a PNG file.
  /// - Throws: `CodecError` when the picture cannot be encoded.
  static func sheet(
    _ tiles: [[UInt8]], height: Int, width: Int, columns: Int, channels: Int = 1
  ) throws(CodecError) -> [UInt8] {
    let rows = max(1, (tiles.count + columns - 1) / columns)
    let sheetWidth = columns * (width + 1) + 1
    let sheetHeight = rows * (height + 1) + 1
    var samples = [UInt8](repeating: 110, count: sheetHeight * sheetWidth * channels)
    for (index, tile) in tiles.enumerated() where !tile.isEmpty {
      let top = 1 + index / columns * (height + 1)
      let left = 1 + index % columns * (width + 1)
      for y in 0..<height {
        let (from, to) = (y * width * channels, ((top + y) * sheetWidth + left) * channels)
        for x in 0..<width * channels { samples[to + x] = tile[from + x] }
      }
    }
    return try bytes(samples, height: sheetHeight, width: sheetWidth, channels: channels)
  }
}
