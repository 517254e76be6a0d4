import ConvCore
import Foundation
import ImageCodecs
import ImageFilters

/// The reason why a command ends: an exit code and at most one line.
package struct Failure: Error {
  package let code: ExitStatus
  package let message: String?

  init(_ code: ExitStatus, _ message: String?) {
    self.code = code
    self.message = message
  }

  /// Converts an error of a library to a line about a file.
  ///
  /// In a batch, usage errors name the file as well.
  init(_ error: any Error, file: String, isBatch: Bool = false) {
    switch error {
    case let failure as Failure:
      let names = isBatch && failure.message?.contains(file) == false
      self.init(
        failure.code, names ? "\(file): \(failure.message ?? "")" : failure.message)
    case let error as any ReportedError:
      self.init(error.status, error.isAboutFile ? "\(file): \(error.line)" : error.line)
    default: self.init(.internalError, "\(file): unexpected: \(error)")
    }
  }

  /// Converts an error that no file belongs to.
  init(unnamed error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let error as any ReportedError: self.init(error.status, error.line)
    default: self.init(.internalError, "unexpected: \(error)")
    }
  }

  func report() {
    if let message, !isClosedPipe { Messages.error(message) }
  }

  /// Whether the reader of standard output has gone, as in `convtool … | head`: it knows that itself.
  private var isClosedPipe: Bool {
    code == .writeFailed && message?.hasPrefix("standard output: ") == true
      && message?.contains("broken pipe") == true
  }
}

extension DecoderNotes {
  /// Prints the damage and the warnings of a file, one line each.
  func tell(_ file: String) {
    if let damage { Messages.note(file, "kept what can be decoded: \(damage)") }
    // At most one line of warnings per file.
    let notes = assumptions.map(\.line) + warnings.prefix(10)
    if !notes.isEmpty { Messages.note(file, notes.joined(separator: "; ")) }
  }
}
