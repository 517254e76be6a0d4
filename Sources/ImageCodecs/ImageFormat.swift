import ConvCore

/// The supported file formats.
///
/// The ``traits`` tell what a format can store; code never compares formats by name. A new format
/// needs a case here, its traits, a reader and a writer.
public enum ImageFormat: String, Hashable, Sendable, CaseIterable {
  /// JPEG: 8 bits, gray or color.
  case jpeg = "jpg"
  /// PNG: 8 or 16 bits, one to four channels.
  case png
  /// NumPy array files.
  case npy
  /// TIFF: 8 or 16 bits, or floats.
  case tiff
  /// WebP: 8 bits, color, written lossless.
  case webp
  /// PGM, netpbm's gray pictures: 8 or 16 bits.
  case pgm
  /// PPM, netpbm's color pictures: 8 or 16 bits.
  case ppm
  /// PFM: floats of one channel or three.
  case pfm
  /// BMP, which is only read.
  case bmp
  /// Zip files of NumPy arrays, which are only read.
  case npz
  /// A text of numbers with blanks between them.
  case text = "txt"
  /// A text of numbers with commas between them.
  case csv

  /// Creates the format of a file name extension, in any case; `nil` for an unknown extension.
  ///
  /// Extensions that only inputs have, such as `pnm`, count too.
  public init?(fileExtension: String) {
    let name = fileExtension.lowercased()
    let format = Self.allCases.first {
      $0.traits.extensions.contains(name) || $0.traits.inputExtensions.contains(name)
    }
    guard let format else { return nil }
    self = format
  }

  /// Creates the format of an output by its extension, in any case.
  ///
  /// `nil` when the extension is unknown, or the extension of inputs only.
  public init?(outputExtension: String) {
    let name = outputExtension.lowercased()
    let format = Self.allCases.first {
      $0.traits.isWritable && $0.traits.extensions.contains(name)
    }
    guard let format else { return nil }
    self = format
  }

  /// Creates the format that the first bytes of a file identify; `nil` for unknown bytes.
  init?(start: [UInt8]) {
    let known = Self.allCases.first { format in
      !format.traits.isText && format.traits.recognizes(start)
    }
    guard let format = known ?? (MatrixText.canBegin(Array(start.prefix(12))) ? .text : nil) else {
      return nil
    }
    self = format
  }

  /// Creates the format of a file by its content.
  ///
  /// `nil` when the content is of no supported format, or the file is not regular: a pipe cannot be
  /// read twice.
  public init?(contentOf path: String) {
    guard FileIdentity(path: FileAddress(path).file)?.isRegular == true,
      let source = try? ByteSource(path: path),
      let start = try? source.peek(ForeignFormat.markLength)
    else { return nil }
    self.init(start: start)
  }

  /// Returns the format that the extension of a file's path names.
  ///
  /// - Throws: ``CodecError`` with `unsupported` when the extension names no format.
  public init(path: String) throws(CodecError) {
    guard let format = ImageFormat(outputExtension: FilePath.fileExtension(path)) else {
      throw CodecError(.unsupported, "\(path): \(ImageFormat.refusal(ofName: path))")
    }
    self = format
  }

  /// The formats that can be written.
  public static let writable = allCases.filter(\.traits.isWritable)

  /// The message about an output whose name has no extension of a format that can be written.
  package static func refusal(ofName path: String) -> String {
    if let format = ImageFormat(fileExtension: FilePath.fileExtension(path)),
      !format.traits.isWritable
    {
      return "\(format.traits.name) is read, but not written: write .png"
    }
    return "the name ends in neither \(writable.map { ".\($0.rawValue)" }.listed("nor"))"
  }

  /// The names of outputs that hold floats: `.npy, .tiff and .pfm`.
  package static var namesOfFloats: String {
    writable.filter { $0.traits.holdsFloats && !$0.traits.isText }.map { ".\($0.rawValue)" }
      .listed("and")
  }

  /// The names of the formats in a sentence: `JPEG, PNG or NPY`.
  package static func names(_ word: String) -> String { allCases.map(\.traits.name).listed(word) }

  /// The capabilities and the recognition marks of the format.
  public var traits: Traits {
    switch self {
    case .jpeg: JPEGReader.traits
    case .png: PNGReader.traits
    case .npy: NPYReader.traits
    case .tiff: TIFFReader.traits
    case .webp: WebPReader.traits
    case .pgm: PNMReader.grayTraits
    case .ppm: PNMReader.colorTraits
    case .pfm: PFMReader.traits
    case .bmp: BMPReader.traits
    case .npz: NPZReader.traits
    case .text: TextReader.traits
    case .csv: TextReader.commaTraits
    }
  }
}
