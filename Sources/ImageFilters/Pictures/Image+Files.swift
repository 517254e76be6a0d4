public import ConvCore
public import ImageCodecs

extension Image {
  /// Reads a picture or an array of any format of `ImageFormat`; its content says which.
  ///
  /// Values: the samples of the file, for pictures 0…255 or 0…65535. Shape: H×W×C; alpha is the
  /// last channel, not premultiplied. The EXIF orientation is applied.
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

  /// Applies a chain of filters.
  ///
  /// Shape: as returned by ``FilterChain/layouts(for:)`` for an image without alpha. Values:
  /// linear, unclamped.
  ///
  /// - Throws: ``ShapeError`` when a filter does not accept the shape of the image.
  public func filtered(by chain: FilterChain, threads: Int = 1) throws -> Image {
    var options = RenderingOptions()
    options.format = .npy
    let info = ImageInfo(format: .npy, shape: shape, sampleType: .float32, hasAlpha: false)
    let plan = try FilterPlan(info: info, chain: chain, options: options)
    return try plan.response(reader: MemoryReader(self), threads: threads)
  }

  /// Writes a response as a picture, or as floats where the format holds floats: `.npy`, `.pfm`.
  ///
  /// The file is complete or absent.
  ///
  /// - Parameters:
  ///   - path: The path of the file; its extension determines the format.
  ///   - view: The mapping from values to samples 0…255; `auto` clips.
  ///   - encoding: How hard the file is compressed.
  /// - Throws: ``CodecError`` when the format is unknown or cannot hold the image, or when writing
  ///   fails.
  public func write(
    to path: String, view: ResponseView = .clip, encoding: EncodingOptions = EncodingOptions()
  ) throws {
    let format = try ImageFormat(path: path)
    var options = RenderingOptions()
    (options.format, options.view) = (format, view == .auto ? .clip : view)
    let info = ImageInfo(format: .npy, shape: shape, sampleType: .float32, hasAlpha: false)
    let chain = try FilterChain(.identity)
    let plan = try FilterPlan(info: info, chain: chain, options: options)
    try OutputFile.write(to: path) { file in
      let writer = try makeWriter(plan.outputInfo, to: file, options: encoding)
      _ = try plan.run(reader: MemoryReader(self), writer: writer, threads: 1)
    }
  }
}
