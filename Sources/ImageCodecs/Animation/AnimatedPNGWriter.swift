/// Writes an animation as APNG: a PNG with palette whose first frame every PNG reader shows.
///
/// Chunks: acTL (endless loop), then for each frame fcTL with its rectangle and its time, and its
/// pixels as IDAT (the first frame) or fdAT. Frames are drawn over each other.
public enum AnimatedPNGWriter {
  /// Writes all frames to a sink.
  ///
  /// - Parameters:
  ///   - animation: The animation; at least one frame.
  ///   - sink: Takes the bytes.
  ///   - texts: Texts that name the program and the command.
  /// - Throws: `CodecError` when the sink does not take the bytes.
  public static func write(
    _ animation: IndexedAnimation, to sink: any ByteSink, texts: [Metadata.Text] = []
  ) throws(CodecError) {
    var bytes = start(height: animation.height, width: animation.width, texts)
    bytes += PNGChunk.bytes("acTL", bigEndian(UInt32(animation.frames.count)) + bigEndian(0))
    let palette = animation.palette
    try sink.write(bytes + tables(palette.components))
    var number: UInt32 = 0
    for frame in animation.frames {
      try sink.write(PNGChunk.bytes("fcTL", bigEndian(number) + control(frame, number == 0)))
      let data = try deflated(palette.indices(of: frame), width: frame.width)
      if number == 0 {
        try sink.write(PNGChunk.bytes("IDAT", data))
      } else {
        number += 1
        try sink.write(PNGChunk.bytes("fdAT", bigEndian(number) + data))
      }
      number += 1
    }
    try sink.write(PNGChunk.bytes("IEND", []))
  }

  /// Returns a PNG of one frame's rectangle, transparent where nothing changed.
  ///
  /// Its palette holds only the colors of the rectangle.
  ///
  /// - Throws: `CodecError` when the encoder fails.
  public static func picture(
    of frame: IndexedFrame, in palette: IndexedPalette
  ) throws(CodecError) -> [UInt8] {
    let indices = palette.indices(of: frame)
    var places = [Int](repeating: -1, count: 256)
    places[Int(IndexedPalette.unchanged)] = 0
    var own = Array(palette.components[0..<3])
    for index in Set(indices).sorted() where places[Int(index)] < 0 {
      places[Int(index)] = own.count / 3
      own += palette.components[3 * Int(index)..<3 * Int(index) + 3]
    }
    let renumbered = indices.map { UInt8(places[Int($0)]) }
    return start(height: frame.height, width: frame.width, []) + tables(own)
      + PNGChunk.bytes("IDAT", try deflated(renumbered, width: frame.width))
      + PNGChunk.bytes("IEND", [])
  }

  private static func start(height: Int, width: Int, _ texts: [Metadata.Text]) -> [UInt8] {
    // 8 bits, color type 3: indices of a palette.
    let header = bigEndian(UInt32(width)) + bigEndian(UInt32(height)) + [8, 3, 0, 0, 0]
    var bytes = PNGChunk.signature + PNGChunk.bytes("IHDR", header)
    for text in texts {
      let content = Array(text.keyword.utf8) + [0, 0, 0, 0, 0] + Array(text.text.utf8)
      bytes += PNGChunk.bytes("iTXt", content)
    }
    return bytes
  }

  private static func tables(_ palette: [UInt8]) -> [UInt8] {
    PNGChunk.bytes("PLTE", palette) + PNGChunk.bytes("tRNS", [0])
  }

  /// The fields of fcTL behind the sequence number.
  private static func control(_ frame: IndexedFrame, _ isFirst: Bool) -> [UInt8] {
    let sides = [frame.width, frame.height, frame.left, frame.top].flatMap {
      bigEndian(UInt32($0))
    }
    let time = bigEndian(UInt32(frame.hundredths) << 16 | 100)
    // Nothing is disposed of; the first frame replaces, the others are laid over.
    return sides + time + [0, isFirst ? 0 : 1]
  }

  /// The zlib stream of the rows, each with row filter 0: neighboring indices are unrelated.
  private static func deflated(_ indices: [UInt8], width: Int) throws(CodecError) -> [UInt8] {
    var rows: [UInt8] = []
    rows.reserveCapacity(indices.count + indices.count / width)
    for start in stride(from: 0, to: indices.count, by: width) {
      rows.append(0)
      rows += indices[start..<start + width]
    }
    return try Deflater.zlibStream(rows, level: 6)
  }
}
