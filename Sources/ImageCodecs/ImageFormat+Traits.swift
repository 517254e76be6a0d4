import ConvCore

extension ImageFormat {
  /// What files of a format can hold, and how they are told apart.
  public struct Traits: Sendable {
    /// The name in messages.
    public let name: String
    /// The extensions of file names, in lower case; the first one is that of our own files.
    public let extensions: [String]
    /// The bytes that a file begins with.
    public let magic: [UInt8]
    /// Whether samples are floats: a raw response is kept, no view is applied.
    public let holdsFloats: Bool
    /// Whether there is a channel for alpha.
    public let holdsAlpha: Bool
    /// Bits of the widest integer sample; 0 where there are floats alone.
    public let maximumDepth: Int
    /// Whether colors can be described without an ICC profile, as by PNG's gAMA and cHRM.
    public let holdsColorChunks: Bool
    /// The names of blocks of metadata that are too large for a file of the format.
    public let oversizedBlocks: @Sendable (Metadata) -> [String]
    /// Opens a file.
    let makeReader: @Sendable (ReaderRequest) throws(CodecError) -> any ImageReader
    /// Begins a file.
    let makeWriter:
      @Sendable (ImageInfo, any ByteSink, EncodingOptions) throws(CodecError) -> any ImageWriter
  }

  /// What a reader is made from.
  struct ReaderRequest: Sendable {
    let source: ByteSource
    let limits: ImageLimits
    let arrayLayout: ArrayLayout
    let allowsDamage: Bool
  }
}
