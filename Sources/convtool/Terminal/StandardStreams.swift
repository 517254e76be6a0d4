import Foundation

/// Standard input, output and error, where the caller may have closed any of them.
enum StandardStreams {
  /// Takes the numbers of those that are closed, or the first file that is opened would get one and
  /// be written to by `print`.
  ///
  /// Reading and writing fail as they would have.
  static func reserve() {
    let uses = [
      (STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_WRONLY),
    ]
    for (number, mode) in uses where fcntl(number, F_GETFD) == -1 { _ = open("/dev/null", mode) }
  }

  /// Refuses to write the bytes of a file to a terminal.
  static func requireNoTerminal() throws {
    guard isatty(STDOUT_FILENO) == 0 else {
      throw Failure(
        .usage, "the result is a file, not text for a terminal: add > FILE or -o FILE")
    }
  }

  /// Writes out what `print` has kept back.
  ///
  /// - Throws: ``Failure`` with 74 when it cannot be written.
  static func flush() throws {
    guard fflush(nil) == 0 else {
      let reason = String(cString: strerror(errno)).lowercased()
      throw Failure(.writeFailed, "standard output: write failed: \(reason)")
    }
  }
}
