public import ConvCore

/// The file formats.
public enum ImageFormat: String, Hashable, Sendable, CaseIterable {
  case jpeg = "jpg"
  case png
  case npy

  /// The format that a file name's extension names.
  public init?(fileExtension: String) {
    switch fileExtension.lowercased() {
    case "jpg", "jpeg": self = .jpeg
    case "png": self = .png
    case "npy": self = .npy
    default: return nil
    }
  }

  /// The format that the first bytes of an image file tell.
  init?(start: [UInt8]) {
    if start.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      self = .png
    } else if start.starts(with: [0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else if start.starts(with: NPYHeader.magic) {
      self = .npy
    } else {
      return nil
    }
  }

  /// The format of a file by its content; `nil` where it is none of these, or cannot be read twice as
  /// a pipe cannot.
  public init?(contentOf path: String) {
    guard FileIdentity(path: path)?.isRegular == true,
      let source = try? ByteSource(path: path), let start = try? source.peek(12)
    else { return nil }
    self.init(start: start)
  }
}

/// What a file's header says of its image, after expansion to whole samples.
public struct ImageInfo: Hashable, Sendable {
  /// Where the image comes from.
  public var format: ImageFormat
  /// Height, width, and channels with alpha.
  public var shape: ImageShape
  /// The type of one sample.
  public var sampleType: SampleType
  /// Whether the last channel is alpha (not premultiplied).
  public var hasAlpha: Bool
  /// What else travels along.
  public var metadata: Metadata
  /// Why the reader holds the whole image instead of a few rows, or `nil` when it does not.
  public var wholeImageReason: String?
  /// What black and white are, where that is not 0 and the largest value of the type: in arrays.
  public var range: ClosedRange<Float>?
  /// Bytes the decoder holds on top of the rows: the coefficients of a progressive JPEG.
  public var decoderMemory = 0

  /// Creates an info.
  public init(
    format: ImageFormat, shape: ImageShape, sampleType: SampleType, hasAlpha: Bool,
    metadata: Metadata = Metadata(), wholeImageReason: String? = nil
  ) {
    self.format = format
    self.shape = shape
    self.sampleType = sampleType
    self.hasAlpha = hasAlpha
    self.metadata = metadata
    self.wholeImageReason = wholeImageReason
  }

  /// The step from black to white; `nil` for floats of no known range.
  public var brightness: Float? {
    range.map { $0.upperBound - $0.lowerBound } ?? sampleType.maximum
  }

  /// Channels without alpha.
  public var colorChannels: Int { shape.channels - (hasAlpha ? 1 : 0) }
}
