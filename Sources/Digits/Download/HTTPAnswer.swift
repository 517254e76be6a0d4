import Foundation

/// An HTTP response read piece by piece from the `curl` command.
///
/// `curl` handles redirections, proxies and TLS. A command is better than a library here: libcurl
/// would load some thirty other libraries at every start of a program that hardly ever downloads.
/// This process reads the command's output through a pipe, so that the command ends with this
/// process.
final class HTTPAnswer {
  enum Piece {
    case bytes(Data)
    case end
    case failure(String)

    /// Whether the piece belongs to a response with a complete head.
    var isOfAnswer: Bool {
      if case .failure = self { false } else { true }
    }
  }

  /// The last head, after all redirections.
  private(set) var head = HTTPHead()
  private let process = Process()
  private let output = Pipe()
  private let messages = Pipe()
  private let timeout: Double
  /// The received part of the heads; `nil` once the body has begun.
  private var beginning: Data? = Data()

  private static let pieceSize = 1 << 16
  private static let longestHead = 1 << 20

  /// Requests a file from a byte offset on; `nil` if no command can be started.
  ///
  /// - Parameters:
  ///   - address: The address of the file, http or https.
  ///   - offset: The first byte to ask for.
  ///   - timeout: The longest time without a byte, in seconds, at least 1.
  init?(address: String, offset: Int, timeout: Double) {
    self.timeout = timeout
    let seconds = String(max(1, Int(timeout.rounded(.up))))
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments =
      [
        "curl", "--disable", "--silent", "--show-error", "--no-buffer", "--include",
        "--suppress-connect-headers", "--location", "--max-redirs", "16",
        "--proto", "=http,https", "--connect-timeout", seconds, "--speed-limit", "1",
        "--speed-time", seconds,
      ] + (offset > 0 ? ["--range", "\(offset)-"] : []) + ["--url", address]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = messages
    do { try process.run() } catch { return nil }
  }

  deinit {
    if process.isRunning { process.terminate() }
  }

  /// Waits for the next bytes of the body.
  func next() -> Piece {
    while true {
      guard let data = try? output.fileHandleForReading.read(upToCount: HTTPAnswer.pieceSize),
        !data.isEmpty
      else { return outcome() }
      guard let before = beginning else { return .bytes(data) }
      guard let body = body(of: before + data) else {
        if before.count > HTTPAnswer.longestHead { return .failure("the head has no end") }
        continue
      }
      if !body.isEmpty { return .bytes(body) }
    }
  }

  /// Returns the bytes after the last head, or `nil` as long as the head is incomplete.
  private func body(of received: Data) -> Data? {
    var rest = received
    while let end = rest.firstRange(of: Data("\r\n\r\n".utf8)) {
      head = HTTPHead(String(decoding: rest[..<end.lowerBound], as: UTF8.self))
      rest = rest[end.upperBound...]
      guard head.isFollowed else {
        beginning = nil
        return rest
      }
    }
    beginning = rest
    return nil
  }

  /// Returns the end or the failure that the command's exit status says.
  private func outcome() -> Piece {
    let message = (try? messages.fileHandleForReading.readToEnd()) ?? Data()
    process.waitUntilExit()
    switch process.terminationStatus {
    case 0: return beginning == nil ? .end : .failure("no HTTP answer")
    case 6: return .failure("no such host")
    case 7: return .failure("connection refused")
    case 28: return .failure("no answer for \(max(1, Int(timeout.rounded(.up)))) s")
    // curl's exit codes: partial file, empty response, failed to send, failed to receive.
    case 18, 52, 55, 56: return .failure("connection lost")
    case 127: return .failure("curl is not installed")
    default:
      let lines = String(decoding: message, as: UTF8.self).split(separator: "\n")
      return .failure(lines.first.map(String.init) ?? "curl failed")
    }
  }
}
