public import ConvCore

extension OutputFile {
  /// Writes a file with a closure; the file is complete or absent.
  ///
  /// - Parameters:
  ///   - path: The file, or `-` for standard output.
  ///   - syncs: Whether the call returns only when the bytes are on disk.
  ///   - body: Writes the content.
  /// - Returns: The result of `body`.
  /// - Throws: ``CodecError`` when the file cannot be created or written; errors of `body`.
  @discardableResult
  public static func write<Result>(
    to path: String, syncs: Bool = false, _ body: (OutputFile) throws -> Result
  ) throws -> Result {
    let file = try OutputFile(path: path, syncs: syncs)
    defer { file.abandon() }
    let result = try body(file)
    try file.commit()
    return result
  }

  /// Writes bytes as a file that is complete or absent.
  ///
  /// - Throws: ``CodecError`` when the file cannot be created or written.
  public static func write(
    _ bytes: [UInt8], to path: String, syncs: Bool = false
  ) throws(CodecError) {
    let file = try OutputFile(path: path, syncs: syncs)
    defer { file.abandon() }
    try file.write(bytes)
    try file.commit()
  }

  /// Writes all samples of an image as a file that is complete or absent.
  ///
  /// - Parameters:
  ///   - samples: H×W×C samples of the type that `info` says.
  ///   - info: The format, shape and metadata of the file.
  ///   - path: The file, or `-` for standard output.
  ///   - options: How hard the file is compressed.
  /// - Throws: ``CodecError`` when the format cannot hold the image, or the file cannot be written.
  public static func write(
    _ samples: SampleBuffer, _ info: ImageInfo, to path: String,
    options: EncodingOptions = EncodingOptions()
  ) throws(CodecError) {
    let file = try OutputFile(path: path)
    defer { file.abandon() }
    try file.write(samples, info, options: options)
    try file.commit()
  }
}

extension ByteSink {
  /// Writes all samples of an image.
  ///
  /// - Throws: ``CodecError`` when the format cannot hold the image, or the bytes cannot be written.
  public func write(
    _ samples: SampleBuffer, _ info: ImageInfo, options: EncodingOptions = EncodingOptions()
  ) throws(CodecError) {
    let writer = try makeWriter(info, to: self, options: options)
    try writer.append(try writer.encode(samples, rows: 0..<info.shape.height))
    try writer.finish()
  }
}
