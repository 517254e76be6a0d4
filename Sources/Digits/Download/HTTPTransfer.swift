import Foundation

/// An HTTP request whose response is appended to a file, from the file's end.
///
/// The file is created when the first byte arrives. Old contents are discarded only when replacing
/// bytes arrive, so that a failed request changes nothing.
final class HTTPTransfer {
  /// The number of bytes in the file before the request.
  let offset: Int
  /// Whether the file's contents are useless for another attempt.
  private(set) var isPartUseless = false
  private let address: String
  private let path: String
  private let byteCount: Int
  private let timeout: Double
  private let report: (Int) -> Void
  private var file: FileHandle?
  private var count: Int
  /// Whether the response is the whole file, whose first byte replaces the old contents.
  private var startsAnew = false
  private var failure: String?

  /// Prepares a request for a file of `byteCount` bytes.
  ///
  /// - Parameters:
  ///   - address: The address of the file.
  ///   - path: The path of the partial file.
  ///   - byteCount: The size of the complete file.
  ///   - timeout: The longest time without a byte, in seconds.
  ///   - report: Receives the number of bytes in the file.
  /// - Throws: ``DigitError`` when the file exists and cannot be written.
  init(
    address: String, to path: String, byteCount: Int, timeout: Double,
    report: @escaping (Int) -> Void
  ) throws(DigitError) {
    if FileManager.default.fileExists(atPath: path) {
      guard let file = FileHandle(forWritingAtPath: path), let end = try? file.seekToEnd() else {
        throw DigitError(.notWritable, path)
      }
      offset = Int(clamping: end)
      self.file = file
    } else {
      offset = 0
    }
    count = offset
    self.address = address
    self.path = path
    self.byteCount = byteCount
    self.timeout = timeout
    self.report = report
  }

  /// Runs the request, then closes the file.
  ///
  /// - Returns: The reason of a failure; `nil` when the file has all its bytes.
  /// - Throws: ``DigitError`` when the file cannot be written.
  func run() throws(DigitError) -> String? {
    defer { close() }
    guard offset < byteCount else {
      // No request is needed: the file is complete, or longer than it can be.
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

  /// Closes the file and removes it if it is empty.
  private func close() {
    try? file?.close()
    if file != nil && count == 0 { try? FileManager.default.removeItem(atPath: path) }
  }

  /// Records the first reason of failure; no byte is written afterwards.
  private func fail(_ reason: String, isPartUseless: Bool = false) {
    guard failure == nil else { return }
    failure = reason
    self.isPartUseless = isPartUseless
  }

  /// Checks whether the response is the rest of the file, the whole file, or neither.
  private func accept(_ answer: HTTPHead) {
    var start = offset
    switch answer.status {
    case 200:
      (start, startsAnew) = (0, true)
      if answer.isPage { return fail("answered a page of text, not the file") }
    case 206:
      guard answer.contentRange.hasPrefix("bytes \(offset)-") else {
        return fail("answered another range: '\(answer.contentRange)'", isPartUseless: true)
      }
    case 416: fail("has fewer bytes than are here", isPartUseless: true)
    default: fail("HTTP status \(answer.status)")
    }
    if let length = answer.length, start + length != byteCount {
      fail("offers \(start + length) bytes, not \(byteCount)")
    }
  }

  /// Returns the open file.
  ///
  /// The file is created if necessary, and emptied before the first byte of a whole file.
  private func target() throws(DigitError) -> FileHandle {
    if file == nil {
      _ = FileManager.default.createFile(atPath: path, contents: nil)
      file = FileHandle(forWritingAtPath: path)
    }
    guard let file else { throw DigitError(.notCreated(isFolder: false), path) }
    guard startsAnew else { return file }
    startsAnew = false
    count = 0
    do { try file.truncate(atOffset: 0) } catch {
      throw DigitError(.notEmptied, path)
    }
    return file
  }

  private func append(_ data: Data) throws(DigitError) {
    guard failure == nil, !data.isEmpty else { return }
    let file = try target()
    guard count + data.count <= byteCount else {
      return fail("sent more than \(byteCount) bytes", isPartUseless: true)
    }
    do { try file.write(contentsOf: data) } catch {
      throw DigitError(.notWritten, path)
    }
    count += data.count
    report(count)
  }
}
