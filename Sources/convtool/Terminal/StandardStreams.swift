import Foundation

/// Handles standard input, output and error, any of which the caller may have closed.
enum StandardStreams {
  /// Opens `/dev/null` for closed streams, in the opposite direction.
  ///
  /// Otherwise the first opened file would get the number of a stream, and `print` would write into
  /// that file. Reading from and writing to a closed stream still fail.
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

  /// Flushes the output of `print`.
  ///
  /// - Throws: ``Failure`` with 74 when the output cannot be written.
  static func flush() throws {
    guard fflush(nil) == 0 else {
      let reason = String(cString: strerror(errno)).lowercased()
      throw Failure(.writeFailed, "standard output: write failed: \(reason)")
    }
  }
}
