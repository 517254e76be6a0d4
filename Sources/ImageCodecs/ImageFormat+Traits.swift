import ConvCore

extension ImageFormat {
  /// The capabilities of a format, and the marks by which files of the format are recognized.
  public struct Traits: Sendable {
    /// The name of the format in messages.
    public let name: String
    /// The extensions of file names, in lower case.
    public let extensions: [String]
    /// The first bytes of files of the format, one list for each way to begin; `nil` stands for any
    /// byte, and texts have no list.
    let magic: [[UInt8?]]
    /// Whether samples can be floats: raw responses are stored without a view.
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
    /// Extensions of inputs that no output gets, in lower case.
    var inputExtensions: [String] = []
    /// What a file holds several of, such as `page`, so that `file:2` names one; `nil` for a single
    /// picture.
    var member: String?
    /// Creates a reader of a file.
    let makeReader: @Sendable (ReaderRequest) throws(CodecError) -> any ImageReader
    /// Creates a writer of a file; `nil` when the format is only read.
    let makeWriter:
      (
        @Sendable (ImageInfo, any ByteSink, EncodingOptions) throws(CodecError) -> any ImageWriter
      )?
    /// Returns the bytes that a writer holds besides the rows in flight.
    public var writerMemory: @Sendable (ImageInfo) -> Int = { _ in 0 }
    /// Returns the rows of the strips that a writer encodes independently of one another; `nil` where
    /// any rows will do.
    public var stripRows: @Sendable (ImageShape) -> Int? = { _ in nil }

    /// Whether files are only floats: arrays, whose channels have no meaning by themselves.
    public var isArray: Bool { maximumDepth == 0 }

    /// Whether files of the format can be written.
    public var isWritable: Bool { makeWriter != nil }

    /// Whether the first bytes of a file are those of the format.
    func recognizes(_ start: [UInt8]) -> Bool {
      magic.contains { mark in
        mark.count <= start.count && zip(mark, start).allSatisfy { $0 == nil || $0 == $1 }
      }
    }
  }

  /// The arguments for creating a reader.
  struct ReaderRequest: Sendable {
    let source: ByteSource
    let limits: ImageLimits
    let arrayLayout: ArrayLayout
    let allowsDamage: Bool
  }
}
