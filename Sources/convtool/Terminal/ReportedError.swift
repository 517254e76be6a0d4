/// An error that ends a command with an exit code and a line of text.
///
/// Errors of the libraries carry values and neutral texts. Their conformances, which name options and
/// environment variables, are in `ReportedError+Libraries.swift`.
protocol ReportedError: Error, CustomStringConvertible {
  /// The exit code of a command that ends with this error.
  var status: ExitStatus { get }
  /// The text of the error, with the options that help.
  var line: String { get }
  /// Whether the name of a file belongs before the text.
  var isAboutFile: Bool { get }
}

extension ReportedError {
  var status: ExitStatus { .damagedInput }
  var line: String { description }
  var isAboutFile: Bool { true }
}

/// Runs a closure; its errors become lines about a file.
///
/// - Throws: ``Failure``.
func about<Result>(_ file: String, _ body: () throws -> Result) throws -> Result {
  do { return try body() } catch { throw Failure(error, file: file) }
}
