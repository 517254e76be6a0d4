import ArgumentParser
import ConvCore
import Foundation
import ImageCodecs
import ImageFilters

/// The filters of the catalogue without parameters, as flags.
enum PlainFilter: String, EnumerableFlag {
  case laplacian, laplacian8
  case sobel
  case sobelX = "sobel-x"
  case sobelY = "sobel-y"
  case scharr
  case scharrX = "scharr-x"
  case scharrY = "scharr-y"
  case prewitt
  case prewittX = "prewitt-x"
  case prewittY = "prewitt-y"
  case roberts
  case robertsX = "roberts-x"
  case robertsY = "roberts-y"
  case kirsch, robinson, sharpen, emboss, identity

  static func name(for value: PlainFilter) -> NameSpecification { .customLong(value.rawValue) }

  static func help(for value: PlainFilter) -> ArgumentHelp? {
    CatalogueEntry.named(value.rawValue).map { ArgumentHelp(stringLiteral: $0.summary) }
  }
}
