import ConvCore

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

  /// The format that the first bytes of an image file tell.
  init?(start: [UInt8]) {
    if start.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      self = .png
    } else if start.starts(with: [0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else if start.starts(with: NPYHeader.magic) {
      self = .npy
    } else {
      return nil
    }
  }

  /// The format of a file by its content; `nil` where it is none of these, or cannot be read twice as
  /// a pipe cannot.
  public init?(contentOf path: String) {
    guard FileIdentity(path: path)?.isRegular == true,
      let source = try? ByteSource(path: path), let start = try? source.peek(12)
    else { return nil }
    self.init(start: start)
  }
}
