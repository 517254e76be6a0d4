public import ConvCore
public import ImageCodecs

extension Image {
  /// Reads a JPEG, PNG or NPY file.
  ///
  /// Values: samples as they are in the file, 0…255 or 0…65535 for pictures. Shape: H×W×C with
  /// alpha, not premultiplied, as the last channel. EXIF orientation is applied.
  ///
  /// - Throws: `CodecError` when the file cannot be read or is larger than the limits.
  public init(contentsOf path: String, limits: ImageLimits = ImageLimits()) throws(CodecError) {
    let reader = try openImage(try ByteSource(path: path), limits: limits)
    let shape = reader.info.shape
    let samples: [Float] =
      switch try reader.readRows(shape.height) {
      case .uint8(let bytes): bytes.map { Float($0) }
      case .uint16(let words): words.map { Float($0) }
      case .float32(let floats): floats
      }
    self.init(shape: shape, samples: samples)
  }

  /// Applies filters.
  ///
  /// Shape: as ``FilterChain/layouts(for:)`` says for an image without alpha. Values: linear,
  /// unclamped.
  ///
  /// - Throws: `ShapeError` when a filter does not suit the image.
  public func filtered(by chain: FilterChain, threads: Int = 1) throws -> Image {
    var options = RenderingOptions()
    options.format = .npy
    let info = ImageInfo(format: .npy, shape: shape, sampleType: .float32, hasAlpha: false)
    let plan = try FilterPlan(info: info, chain: chain, options: options)
    return try plan.response(reader: MemoryReader(self), threads: threads)
  }

  /// Writes a response as a picture, or as floats where the file's name ends in `.npy`.
  ///
  /// The file is complete or absent.
  ///
  /// - Parameters:
  ///   - path: Its extension names the format.
  ///   - view: How values become samples 0…255; `auto` clips.
  ///   - encoding: How hard the file is compressed.
  /// - Throws: `CodecError` when the format is unknown, cannot hold the image, or when writing fails.
  public func write(
    to path: String, view: ResponseView = .clip, encoding: EncodingOptions = EncodingOptions()
  ) throws {
    guard let format = ImageFormat(fileExtension: FilePath.fileExtension(path)) else {
      throw CodecError(.unsupported, "\(path): the name ends in neither .png, .jpg nor .npy")
    }
    var options = RenderingOptions()
    (options.format, options.view) = (format, view == .auto ? .clip : view)
    let info = ImageInfo(format: .npy, shape: shape, sampleType: .float32, hasAlpha: false)
    let chain = try FilterChain(.identity)
    let plan = try FilterPlan(info: info, chain: chain, options: options)
    let file = try OutputFile(path: path)
    defer { file.abandon() }
    let writer = try makeWriter(plan.outputInfo, to: file, options: encoding)
    _ = try plan.run(reader: MemoryReader(self), writer: writer, threads: 1)
    try file.commit()
  }
}
