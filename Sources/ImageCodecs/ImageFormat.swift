import ConvCore

/// The file formats.
///
/// What a format can hold is a question to its ``traits``, never to its name: a new format is a case
/// here, its traits, a reader and a writer.
public enum ImageFormat: String, Hashable, Sendable, CaseIterable {
  case jpeg = "jpg"
  case png
  case npy

  /// The format that a file name's extension names.
  public init?(fileExtension: String) {
    let name = fileExtension.lowercased()
    guard let format = Self.allCases.first(where: { $0.traits.extensions.contains(name) }) else {
      return nil
    }
    self = format
  }

  /// The format that the first bytes of an image file tell.
  init?(start: [UInt8]) {
    guard let format = Self.allCases.first(where: { start.starts(with: $0.traits.magic) }) else {
      return nil
    }
    self = format
  }

  /// The format of a file by its content; `nil` where it is none of these, or cannot be read twice as
  /// a pipe cannot.
  public init?(contentOf path: String) {
    guard FileIdentity(path: path)?.isRegular == true,
      let source = try? ByteSource(path: path), let start = try? source.peek(12)
    else { return nil }
    self.init(start: start)
  }

  /// What files of the format can hold, and how they are told apart.
  public var traits: Traits {
    switch self {
    case .jpeg: JPEGReader.traits
    case .png: PNGReader.traits
    case .npy: NPYReader.traits
    }
  }
}
