public import ImageCodecs
import ConvCore

extension Canvas {
  /// Returns the picture as a PNG file in memory.
  ///
  /// - Throws: `CodecError` when the encoder fails.
  public func encodedPNG() throws(CodecError) -> [UInt8] {
    let sink = MemorySink()
    try encode(to: sink)
    return sink.bytes
  }

  /// Writes the picture as a PNG file that is complete or absent; the path `-` is standard output.
  ///
  /// - Throws: `CodecError` when the file cannot be created or written.
  public func write(to path: String) throws(CodecError) {
    let file = try OutputFile(path: path)
    try encode(to: file)
    try file.commit()
  }

  /// Writes the picture to a sink in a format for pictures: PNG or JPEG.
  ///
  /// - Throws: `CodecError` when the picture cannot be written, or the format holds no pictures.
  package func encode(to sink: any ByteSink, format: ImageFormat = .png) throws(CodecError) {
    var metadata = Metadata()
    metadata.texts = [.software]
    let info = ImageInfo(
      format: format, shape: ImageShape(height: height, width: width, channels: 3),
      sampleType: .uint8, hasAlpha: false, metadata: metadata)
    // Level 6, because enlarged maps and drawings repeat themselves: matching halves the files.
    try sink.write(.uint8(samples), info, options: EncodingOptions(pngLevel: 6))
  }
}
