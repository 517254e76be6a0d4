public import ConvCore

/// The description of an image in its file header, after expansion to whole samples.
public struct ImageInfo: Hashable, Sendable {
  /// The format of the file.
  public var format: ImageFormat
  /// Height, width and number of channels, including alpha.
  public var shape: ImageShape
  /// The type of one sample.
  public var sampleType: SampleType
  /// Whether the last channel is alpha (not premultiplied).
  public var hasAlpha: Bool
  /// The metadata of the file.
  public var metadata: Metadata
  /// The reason why the reader holds the whole image instead of a few rows; `nil` when it does not.
  public var wholeImageReason: String?
  /// The values of black and white in an array; `nil` means 0 and the largest value of the type.
  public var range: ClosedRange<Float>?
  /// The bytes that the decoder holds in addition to the rows: a progressive JPEG's coefficients.
  public var decoderMemory = 0
  /// The last channels, behind those of color, whose meaning the file does not say.
  public var extraChannels = 0
  /// The orientation of the stored rows, where the format itself has one.
  var orientation = Orientation.upright

  /// Creates a description.
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

  /// The difference between white and black; `nil` for floats of unknown range.
  public var brightness: Float? {
    range.map { $0.upperBound - $0.lowerBound } ?? sampleType.maximum
  }

  /// Whether black and white are what the reader of the picture says: arrays, and any floats.
  public var isArray: Bool { format.traits.isArray || sampleType == .float32 }

  /// The number of channels without alpha.
  public var colorChannels: Int { shape.channels - (hasAlpha ? 1 : 0) }
}
