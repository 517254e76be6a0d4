import ArgumentParser
import ConvCore
import ConvNet
import FeatureMaps
import ImageCodecs
import ImageFilters
import ONNX
import PictureSets

// The choices of the libraries whose names are their raw values: help and messages list their cases.

extension ArrayLayout: ExpressibleByArgument {}
extension ColorMap: ExpressibleByArgument {}
extension Convolution.Method: ExpressibleByArgument {}
extension KeptEpoch: ExpressibleByArgument {}
extension LearningRateSchedule: ExpressibleByArgument {}
extension Loss: ExpressibleByArgument {}
extension Interpolation: ExpressibleByArgument {}
extension Optimizer: ExpressibleByArgument {}
extension PictureInput.Layout: ExpressibleByArgument {}
extension PictureChange: ExpressibleByArgument {}
extension PicturePreparation.Channels: ExpressibleByArgument {}
extension PreparationName: ExpressibleByArgument {}
extension SlidingPalette: ExpressibleByArgument {}

extension ResponseView: ExpressibleByArgument {
  /// The line of help of a view.
  public var defaultValueDescription: String { summary }
}

extension BackgroundColor: ExpressibleByArgument {
  /// Parses a color.
  public init?(argument: String) { self.init(text: argument) }

  /// The forms of a color.
  public static var allValueStrings: [String] { ["white", "black", "gray", "#RRGGBB", "R,G,B"] }
}

extension MapScale: ExpressibleByArgument {
  /// Parses a scale.
  public init?(argument: String) {
    self.init(String(argument.trimming { " ()[]".contains($0) }).replacing(",", with: ":"))
  }

  /// The forms of a scale.
  public static var allValueStrings: [String] { ["map", "layer", "A:B"] }
}

extension Pooling.Padding: ExpressibleByArgument {
  /// Parses `valid`, `same` or a number of pixels.
  public init?(argument: String) {
    switch argument {
    case "valid": self = .valid
    case "same": self = .same
    default:
      guard let pixels = Int(argument), pixels >= 0 else { return nil }
      self = .explicit(pixels)
    }
  }

  /// The padding in the form that is parsed.
  public var defaultValueDescription: String {
    switch self {
    case .valid: "valid"
    case .same: "same"
    case .explicit(let pixels): "\(pixels)"
    }
  }

  /// The forms of a padding.
  public static var allValueStrings: [String] { ["valid", "same", "a number of pixels"] }
}
