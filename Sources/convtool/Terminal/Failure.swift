import ConvCore
import Foundation
import ImageCodecs
import ImageFilters

/// Exit codes, those of sysexits where there is one.
enum ExitStatus: Int32 {
  case someInputsFailed = 1
  case usage = 64
  case damagedInput = 65
  case noInput = 66
  case downloadImpossible = 69
  case internalError = 70
  case cannotCreate = 73
  case writeFailed = 74
  case overLimit = 75
}

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

extension ExitStatus {
  init(_ code: CodecError.Code) {
    self =
      switch code {
      case .noInput: .noInput
      case .damaged, .unsupported: .damagedInput
      case .cannotCreate: .cannotCreate
      case .writeFailed: .writeFailed
      case .overLimit: .overLimit
      }
  }
}

/// Lines on standard error.
enum Messages {
  /// `convtool: photo.jpg: truncated JPEG: 312 of 600 rows`.
  static func error(_ text: String) { write("convtool: \(printable(text))\n") }

  /// A line about a file that could be used all the same.
  static func note(_ file: String, _ text: String) { error("\(file): note: \(text)") }

  /// Where standard error is closed or full there is nobody left to tell.
  static func write(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }

  /// File names may hold anything; a message is one line.
  private static func printable(_ text: String) -> String {
    String(FileName.printable(text).map { $0.isNewline || ($0.asciiValue ?? 32) < 32 ? "?" : $0 })
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
