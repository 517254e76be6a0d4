/// The content of an image file besides its pixels.
public struct Metadata: Hashable, Sendable {
  /// A complete ICC profile.
  public var iccProfile: [UInt8]?
  /// An EXIF block from its TIFF header on, without the prefix of the JPEG marker.
  public var exif: [UInt8]?
  /// An XMP packet.
  public var xmp: [UInt8]?
  /// The pixel density.
  public var density: Density?
  /// PNG chunks that describe the colors of the samples; copied only to other PNG files.
  public var colorChunks: [ColorChunk] = []
  /// Texts for PNG files, such as the name of the program.
  public var texts: [Text] = []

  /// One of the PNG chunks gAMA, cHRM, sRGB and cICP, byte for byte.
  public struct ColorChunk: Hashable, Sendable {
    /// The name of the chunk, four letters.
    public var name: String
    /// The content of the chunk.
    public var bytes: [UInt8]

    /// The lengths in bytes that the PNG specification requires.
    static let lengths = ["gAMA": 4, "cHRM": 32, "sRGB": 1, "cICP": 4]

    /// Creates a chunk.
    public init(name: String, bytes: [UInt8]) {
      self.name = name
      self.bytes = bytes
    }
  }

  /// A text of a PNG file: a keyword of the PNG specification, such as `Software`, and its value.
  public struct Text: Hashable, Sendable {
    /// The keyword, 1…79 characters of Latin-1.
    public var keyword: String
    /// The value, any text.
    public var text: String

    /// The text that names this program as the writer.
    public static let software = Text(keyword: "Software", text: "convtool")

    /// Creates a text.
    public init(keyword: String, text: String) {
      self.keyword = keyword
      self.text = text
    }
  }

  /// Pixels per length, or only the ratio of both directions.
  public struct Density: Hashable, Sendable {
    /// The unit of a density.
    public enum Unit: Int, Hashable, Sendable {
      /// No unit: only the ratio of `x` and `y` is known.
      case ratio = 0
      /// Pixels per inch.
      case perInch = 1
      /// Pixels per centimeter.
      case perCentimetre = 2
      /// Pixels per meter.
      case perMetre = 3

      /// The length of the unit in meters; `nil` for ratios.
      var metres: Double? {
        switch self {
        case .ratio: nil
        case .perInch: 0.0254
        case .perCentimetre: 0.01
        case .perMetre: 1
        }
      }
    }
    /// The unit of `x` and `y`.
    public var unit: Unit
    /// The horizontal density.
    public var x: Int
    /// The vertical density.
    public var y: Int

    /// Creates a density.
    public init(unit: Unit, x: Int, y: Int) {
      self.unit = unit
      self.x = x
      self.y = y
    }

    /// The same density in another unit, rounded to whole pixels; a ratio stays unchanged.
    func converted(to other: Unit) -> Density {
      guard let from = unit.metres, let to = other.metres else { return self }
      func convert(_ value: Int) -> Int { Int((Double(value) / from * to).rounded()) }
      return Density(unit: other, x: convert(x), y: convert(y))
    }
  }

  /// Whether only gAMA gives the samples another brightness than samples without color information.
  ///
  /// True for a gAMA value outside 43000…48000 without ICC profile, sRGB and cICP. Only PNG can
  /// store gAMA.
  public var hasForeignGamma: Bool {
    let names = colorChunks.map(\.name)
    guard iccProfile == nil, !names.contains("sRGB"), !names.contains("cICP"),
      let gamma = colorChunks.first(where: { $0.name == "gAMA" })?.bytes
    else { return false }
    let value = gamma.reduce(0) { $0 << 8 | Int($1) }
    return !(43_000...48_000).contains(value)
  }

  /// The names of the blocks that do not fit into a JPEG, whose segments are limited in size.
  var blocksTooLargeForSegments: [String] {
    var names: [String] = []
    if let exif, JPEGSegment.exifPrefix.count + exif.count > JPEGSegment.capacity {
      names.append("EXIF")
    }
    if let xmp, JPEGSegment.xmpPrefix.count + xmp.count > JPEGSegment.capacity {
      names.append("XMP")
    }
    if let iccProfile, iccProfile.count > 255 * JPEGSegment.profileChunk { names.append("ICC") }
    return names
  }

  /// Creates metadata.
  public init(
    iccProfile: [UInt8]? = nil, exif: [UInt8]? = nil, xmp: [UInt8]? = nil,
    density: Density? = nil
  ) {
    self.iccProfile = iccProfile
    self.exif = exif
    self.xmp = xmp
    self.density = density
  }
}
