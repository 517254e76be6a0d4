import ConvCore

extension ImageFormat {
  /// The capabilities of a format, and the marks by which files of the format are recognized.
  public struct Traits: Sendable {
    /// The name of the format in messages.
    public let name: String
    /// The extensions of file names, in lower case; output files get the first one.
    public let extensions: [String]
    /// The first bytes of every file of the format; none for texts.
    public let magic: [UInt8]
    /// Whether samples are floats: raw responses are stored without a view.
    public let holdsFloats: Bool
    /// Whether the format can store an alpha channel.
    public let holdsAlpha: Bool
    /// The bits of the widest integer sample; 0 when the format stores only floats.
    public let maximumDepth: Int
    /// Whether colors can be described without an ICC profile, like gAMA and cHRM in PNG.
    public let holdsColorChunks: Bool
    /// Returns the names of metadata blocks that are too large for a file of the format.
    public let oversizedBlocks: @Sendable (Metadata) -> [String]
    /// Whether files are texts of numbers, of one channel, which people read as they are.
    public var isText = false
    /// Creates a reader of a file.
    let makeReader: @Sendable (ReaderRequest) throws(CodecError) -> any ImageReader
    /// Creates a writer of a file.
    let makeWriter:
      @Sendable (ImageInfo, any ByteSink, EncodingOptions) throws(CodecError) -> any ImageWriter
  }

  /// The arguments for creating a reader.
  struct ReaderRequest: Sendable {
    let source: ByteSource
    let limits: ImageLimits
    let arrayLayout: ArrayLayout
    let allowsDamage: Bool
  }
}
