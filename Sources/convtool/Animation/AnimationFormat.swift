import ArgumentParser
import ImageCodecs

/// What an animation is written as.
enum AnimationFormat: String, ExpressibleByArgument {
  case gif, png, html
  /// A folder of one PNG for each frame.
  case frames

  /// The format of a path: a folder, or by its extension; `nil` for an unknown extension.
  init?(path: String) {
    if path.utf8.last == UInt8(ascii: "/") || Files.isFolder(path) {
      self = .frames
      return
    }
    switch FilePath.fileExtension(path).lowercased() {
    case "gif": self = .gif
    case "png", "apng": self = .png
    case "html", "htm": self = .html
    default: return nil
    }
  }

  /// Parses the name of a format; a folder of frames is known by its path.
  init?(argument: String) {
    guard AnimationFormat.allValueStrings.contains(argument) else { return nil }
    self.init(rawValue: argument)
  }

  static let allValueStrings = ["gif", "png", "html"]
}
