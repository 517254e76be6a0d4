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
  /// A text of numbers with blanks between them.
  case text = "txt"
  /// A text of numbers with commas between them.
  case csv

  /// Creates the format of a file name extension, in any case; `nil` for an unknown extension.
  public init?(fileExtension: String) {
    let name = fileExtension.lowercased()
    guard let format = Self.allCases.first(where: { $0.traits.extensions.contains(name) }) else {
      return nil
    }
    self = format
  }

  /// Creates the format that the first bytes of a file identify; `nil` for unknown bytes.
  init?(start: [UInt8]) {
    let known = Self.allCases.first { format in
      !format.traits.isText && start.starts(with: format.traits.magic)
    }
    guard let format = known ?? (MatrixText.canBegin(start) ? .text : nil) else { return nil }
    self = format
  }

  /// Creates the format of a file by its content.
  ///
  /// `nil` when the content is of no supported format, or the file is not regular: a pipe cannot be
  /// read twice.
  public init?(contentOf path: String) {
    guard FileIdentity(path: path)?.isRegular == true,
      let source = try? ByteSource(path: path), let start = try? source.peek(12)
    else { return nil }
    self.init(start: start)
  }

  /// Returns the format that the extension of a file's path names.
  ///
  /// - Throws: ``CodecError`` with `unsupported` when the extension names no format.
  public init(path: String) throws(CodecError) {
    guard let format = ImageFormat(fileExtension: FilePath.fileExtension(path)) else {
      throw CodecError(.unsupported, "\(path): \(ImageFormat.unknownName)")
    }
    self = format
  }

  /// The message about a file name whose extension names no format.
  package static var unknownName: String {
    "the name ends in neither \(allCases.map { ".\($0.rawValue)" }.listed("nor"))"
  }

  /// The names of the formats in a sentence: `JPEG, PNG or NPY`.
  package static func names(_ word: String) -> String { allCases.map(\.traits.name).listed(word) }

  /// The capabilities and the recognition marks of the format.
  public var traits: Traits {
    switch self {
    case .jpeg: JPEGReader.traits
    case .png: PNGReader.traits
    case .npy: NPYReader.traits
    case .text: TextReader.traits
    case .csv: TextReader.commaTraits
    }
  }
}
