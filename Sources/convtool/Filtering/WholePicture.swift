import ConvCore
import ImageCodecs
import ImageFilters

/// A picture that is read into memory, with its samples as they are.
struct WholePicture {
  /// The path, `standard input`, or a literal matrix.
  let name: String
  private let resources: ResourceOptions
  private let reader: any ImageReader

  /// Opens a picture.
  ///
  /// - Throws: ``Failure`` when there is no such picture, or when it is over a limit.
  init(_ path: String, _ arrays: ArrayOptions, _ resources: ResourceOptions) throws {
    name = InputSource.display(path)
    self.resources = resources
    ProtectedFiles.protect(path)
    reader = try about(name) {
      try InputSource.open(path, limits: resources.imageLimits, arrayLayout: arrays.layout)
    }
    // The samples, and the same as floats.
    let need = reader.info.shape.count * 8 + reader.info.decoderMemory
    let limit = resources.maxMemory.bytes
    guard need > limit else { return }
    throw Failure(
      .overLimit,
      "\(name): needs about \(need >> 20) MB of memory, the limit is \(limit >> 20) MB: raise it "
        + "with --max-memory")
  }

  /// The shape, alpha included.
  var shape: ImageShape { reader.info.shape }

  /// The lowest and the highest level of integer samples; `nil` for floats.
  var levels: ClosedRange<Float>? { reader.info.sampleType.maximum.map { 0...$0 } }

  /// Reads the samples, as they are or as luma; alpha is a channel like others.
  func image(gray: Bool = false) throws -> Image {
    let image = try about(name) { try samples() }
    if !resources.quiet { reader.notes.tell(name) }
    return gray ? image.luma : image
  }

  private func samples() throws(CodecError) -> Image {
    let samples: [Float] =
      switch try reader.readRows(shape.height) {
      case .uint8(let bytes): bytes.map { Float($0) }
      case .uint16(let words): words.map { Float($0) }
      case .float32(let floats): floats
      }
    return Image(shape: shape, samples: samples)
  }
}

extension Image {
  /// Brightness as `--gray` takes it: 0.299 R + 0.587 G + 0.114 B.
  ///
  /// Images of one channel or two lose alpha only.
  var luma: Image {
    guard shape.channels > 1 else { return self }
    let (channels, plane) = (shape.channels, shape.height * shape.width)
    let weights: [Float] = channels < 3 ? [1] : [0.299, 0.587, 0.114]
    return Image(
      shape: ImageShape(height: shape.height, width: shape.width, channels: 1),
      samples: (0..<plane).map { pixel in
        weights.indices.reduce(0) { $0 + weights[$1] * samples[pixel * channels + $1] }
      })
  }
}
