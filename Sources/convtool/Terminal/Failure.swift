import ConvCore
import Foundation
import ImageCodecs
import ImageFilters

/// Why a command ends: a code and at most one line.
struct Failure: Error {
  let code: ExitStatus
  let message: String?

  init(_ code: ExitStatus, _ message: String?) {
    self.code = code
    self.message = message
  }

  /// Turns an error of a library into a line about a file.
  ///
  /// Among several files even an error of the user's says which file met it.
  init(_ error: any Error, file: String, isBatch: Bool = false) {
    switch error {
    case let failure as Failure:
      let names = isBatch && failure.message?.contains(file) == false
      self.init(
        failure.code, names ? "\(file): \(failure.message ?? "")" : failure.message)
    case let error as CodecError: self.init(ExitStatus(error.code), "\(file): \(error.description)")
    case let error as ShapeError: self.init(.damagedInput, "\(file): \(error.description)")
    case let error as FilterError: self.init(.usage, error.description)
    default: self.init(.internalError, "\(file): unexpected: \(error)")
    }
  }

  func report() {
    if let message { Messages.error(message) }
  }
}

extension DecoderNotes {
  /// Prints what the decoder of a file had to say, a line each.
  func tell(_ file: String) {
    if let damage { Messages.note(file, "kept what can be decoded: \(damage)") }
    // One note a file, however much there is to say.
    if !warnings.isEmpty { Messages.note(file, warnings.prefix(10).joined(separator: "; ")) }
  }
}
