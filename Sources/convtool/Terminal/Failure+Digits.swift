import ConvCore
import ConvNet
import Digits
import Foundation
import ImageCodecs

extension Failure {
  init(_ error: DigitError) {
    switch error.code {
    case .noInput: self.init(.noInput, error.description)
    case .damaged: self.init(.damagedInput, error.description)
    case .downloadImpossible:
      self.init(
        .downloadImpossible,
        "\(error.description); name a folder with --data; train-mnist --synthetic draws its own digits"
      )
    case .cannotCreate: self.init(.cannotCreate, error.description)
    case .writeFailed: self.init(.writeFailed, error.description)
    }
  }
}
