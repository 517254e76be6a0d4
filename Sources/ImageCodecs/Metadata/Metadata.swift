/// What a file says besides its pixels.
public struct Metadata: Hashable, Sendable {
  /// An ICC profile, whole.
  public var iccProfile: [UInt8]?
  /// An EXIF block from its TIFF header on, without the JPEG marker's prefix.
  public var exif: [UInt8]?
  /// An XMP packet.
  public var xmp: [UInt8]?
  /// Pixels per length.
  public var density: Density?
  /// How a PNG says its samples are to be seen; carried to other PNG files only.
  public var colorChunks: [ColorChunk] = []
  /// Texts for PNG files: who made it, and how.
  public var texts: [Text] = []

  /// One of PNG's chunks gAMA, cHRM, sRGB and cICP, byte for byte.
  public struct ColorChunk: Hashable, Sendable {
    /// Four letters.
    public var name: String
    /// What is in it.
    public var bytes: [UInt8]

    /// The lengths that the PNG specification gives them.
    static let lengths = ["gAMA": 4, "cHRM": 32, "sRGB": 1, "cICP": 4]

    /// Creates a chunk.
    public init(name: String, bytes: [UInt8]) {
      self.name = name
      self.bytes = bytes
    }
  }

  /// A keyword of the PNG specification, such as `Software`, and what it says.
  public struct Text: Hashable, Sendable {
    /// 1…79 characters of Latin-1.
    public var keyword: String
    /// Any text.
    public var text: String

    /// What writes the files.
    public static let software = Text(keyword: "Software", text: "convtool")

    /// Creates a text.
    public init(keyword: String, text: String) {
      self.keyword = keyword
      self.text = text
    }
  }

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

  /// Whether samples mean other light than those of a file that says nothing, by gAMA alone; only PNG
  /// has room for it.
  public var hasForeignGamma: Bool {
    let names = colorChunks.map(\.name)
    guard iccProfile == nil, !names.contains("sRGB"), !names.contains("cICP"),
      let gamma = colorChunks.first(where: { $0.name == "gAMA" })?.bytes
    else { return false }
    let value = gamma.reduce(0) { $0 << 8 | Int($1) }
    return !(43_000...48_000).contains(value)
  }

  /// The names of the blocks that do not fit into a JPEG, which has less room for them than a PNG.
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
