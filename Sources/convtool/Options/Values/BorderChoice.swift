import ArgumentParser
import ConvCore

/// The value of `--border`: a border, or `valid`, where the output shrinks.
enum BorderChoice: ExpressibleByArgument {
  case border(Border)
  case valid

  init?(argument: String) {
    if argument == "valid" {
      self = .valid
    } else if let border = Border(argument) {
      self = .border(border)
    } else {
      return nil
    }
  }

  var defaultValueDescription: String {
    if case .border(let border) = self { border.description } else { "valid" }
  }

  static let allValueStrings = Border.forms + ["valid"]
}
