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

  /// Channels without alpha.
  public var colorChannels: Int { shape.channels - (hasAlpha ? 1 : 0) }
}

/// What a file says besides its pixels.
public struct Metadata: Hashable, Sendable {
  /// An ICC profile, whole.
  public var iccProfile: [UInt8]?
  /// An EXIF block from its TIFF header on, without the JPEG marker's prefix.
  public var exif: [UInt8]?
  /// Pixels per length.
  public var density: Density?

  /// Pixels per length, or only their ratio.
  public struct Density: Hashable, Sendable {
    /// What the numbers count.
    public enum Unit: Int, Hashable, Sendable {
      case ratio = 0
      case perInch = 1
      case perCentimetre = 2
      case perMetre = 3

      /// The length that is counted in; `nil` for ratios.
      var metres: Double? {
        switch self {
        case .ratio: nil
        case .perInch: 0.0254
        case .perCentimetre: 0.01
        case .perMetre: 1
        }
      }
    }
    /// What the numbers count.
    public var unit: Unit
    /// Across.
    public var x: Int
    /// Down.
    public var y: Int

    /// Creates a density.
    public init(unit: Unit, x: Int, y: Int) {
      self.unit = unit
      self.x = x
      self.y = y
    }

    /// The same density in another unit, rounded to whole pixels; ratios stay what they are.
    func converted(to other: Unit) -> Density {
      guard let from = unit.metres, let to = other.metres else { return self }
      func convert(_ value: Int) -> Int { Int((Double(value) / from * to).rounded()) }
      return Density(unit: other, x: convert(x), y: convert(y))
    }
  }

  /// Creates metadata.
  public init(iccProfile: [UInt8]? = nil, exif: [UInt8]? = nil, density: Density? = nil) {
    self.iccProfile = iccProfile
    self.exif = exif
    self.density = density
  }
}
