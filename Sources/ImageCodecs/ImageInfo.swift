public import ConvCore

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
