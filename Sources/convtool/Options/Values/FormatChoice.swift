import ArgumentParser
import ImageCodecs

/// The value of `--format`: a format, or that of the input.
enum FormatChoice: ExpressibleByArgument, Hashable {
  case format(ImageFormat)
  case same

  init?(argument: String) {
    if argument == "same" {
      self = .same
    } else if let format = ImageFormat(outputExtension: argument) {
      self = .format(format)
    } else {
      return nil
    }
  }

  /// The format for an input.
  func format(of input: ImageFormat) -> ImageFormat {
    if case .format(let format) = self { format } else { input }
  }

  static let allValueStrings = ImageFormat.writable.map(\.rawValue) + ["same"]
}
