import Foundation

/// One HTTP request whose answer is appended to a file, from where the file ends.
final class HTTPTransfer {
  /// How many bytes were there before.
  let offset: Int
  /// Whether what the file holds is of no use for another attempt.
  private(set) var isPartUseless = false
  private let address: String
  private let path: String
  private let byteCount: Int
  private let timeout: Double
  private let report: (Int) -> Void
  private let file: FileHandle
  private var count: Int
  private var failure: String?

  /// Opens the file, which is to hold `byteCount` bytes in the end.
  ///
  /// - Parameters:
  ///   - timeout: Seconds without a byte after which the transfer is given up.
  ///   - report: Told how many bytes the file has.
  /// - Throws: ``DigitError`` when the file cannot be created.
  init(
    address: String, to path: String, byteCount: Int, timeout: Double,
    report: @escaping (Int) -> Void
  ) throws(DigitError) {
    let manager = FileManager.default
    if !manager.fileExists(atPath: path) { _ = manager.createFile(atPath: path, contents: nil) }
    guard let file = FileHandle(forWritingAtPath: path), let end = try? file.seekToEnd() else {
      throw DigitError(.cannotCreate, path, "cannot be created")
    }
    offset = Int(clamping: end)
    count = offset
    self.file = file
    self.address = address
    self.path = path
    self.byteCount = byteCount
    self.timeout = timeout
    self.report = report
  }

  /// Runs the request; the file is closed afterwards.
  ///
  /// - Returns: Why it failed; `nil` when the file has all its bytes.
  /// - Throws: ``DigitError`` when the file cannot be written.
  func run() throws(DigitError) -> String? {
    defer { try? file.close() }
    guard offset < byteCount else {
      // Nothing to ask for: whole, or longer than it can be.
      guard offset > byteCount else { return nil }
      isPartUseless = true
      return "the part is longer than the file"
    }
    guard let answer = HTTPAnswer(address: address, offset: offset, timeout: timeout) else {
      return "curl cannot be started"
    }
    var isFirst = true
    while failure == nil {
      let piece = answer.next()
      if isFirst, piece.isOfAnswer {
        isFirst = false
        accept(answer.head)
      }
      switch piece {
      case .bytes(let data): try append(data)
      case .end:
        if count < byteCount { fail("ended after \(count) of \(byteCount) bytes") }
        return failure
      case .failure(let reason): fail(reason)
      }
    }
    return failure
  }

  /// Keeps the first reason, and no byte is written from then on.
  private func fail(_ reason: String, isPartUseless: Bool = false) {
    guard failure == nil else { return }
    failure = reason
    self.isPartUseless = isPartUseless
  }

  /// Looks whether the answer is the rest of the file, the whole file, or neither.
  private func accept(_ answer: HTTPHead) {
    switch answer.status {
    case 200: restart()
    case 206:
      guard answer.contentRange.hasPrefix("bytes \(offset)-") else {
        return fail("answered another range: '\(answer.contentRange)'", isPartUseless: true)
      }
    case 416: fail("has fewer bytes than are here", isPartUseless: true)
    default: fail("HTTP status \(answer.status)")
    }
    if let length = answer.length, count + length != byteCount {
      fail("offers \(count + length) bytes, not \(byteCount)")
    }
  }

  /// Begins the file anew: the server ignores ranges.
  private func restart() {
    do {
      try file.truncate(atOffset: 0)
      count = 0
    } catch { fail("the part cannot be emptied") }
  }

  private func append(_ data: Data) throws(DigitError) {
    guard failure == nil else { return }
    guard count + data.count <= byteCount else {
      return fail("sent more than \(byteCount) bytes", isPartUseless: true)
    }
    do {
      try file.write(contentsOf: data)
    } catch { throw DigitError(.writeFailed, path, "write failed") }
    count += data.count
    report(count)
  }
}
