import Foundation
import Synchronization

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// One HTTP request whose answer is appended to a file, from where the file ends.
final class HTTPTransfer: NSObject, URLSessionDataDelegate, Sendable {
  private struct State {
    var file: FileHandle?
    var count: Int
    var lastActivity = Date()
    var hasAnswer = false
    var failure: String?
    var writeFailure: DigitError?
    var isPartUseless = false
  }

  /// How many bytes were there before.
  let offset: Int
  private let address: String
  private let path: String
  private let byteCount: Int
  private let timeout: Double
  private let report: @Sendable (Int) -> Void
  private let state: Mutex<State>
  private let finished = DispatchSemaphore(value: 0)

  /// Opens the file, which is to hold `byteCount` bytes in the end.
  ///
  /// - Parameters:
  ///   - timeout: Seconds without a byte after which the transfer is given up.
  ///   - report: Told how many bytes the file has.
  /// - Throws: ``DigitError`` when the file cannot be created.
  init(
    address: String, to path: String, byteCount: Int, timeout: Double,
    report: @escaping @Sendable (Int) -> Void
  ) throws(DigitError) {
    let manager = FileManager.default
    if !manager.fileExists(atPath: path) { _ = manager.createFile(atPath: path, contents: nil) }
    guard let file = FileHandle(forWritingAtPath: path), let end = try? file.seekToEnd() else {
      throw DigitError(.cannotCreate, path, "cannot be created")
    }
    offset = Int(clamping: end)
    state = Mutex(State(file: file, count: offset))
    self.address = address
    self.path = path
    self.byteCount = byteCount
    self.timeout = timeout
    self.report = report
    super.init()
  }

  /// Whether what the file holds is of no use for another attempt.
  var isPartUseless: Bool { state.withLock { $0.isPartUseless } }

  /// Runs the request; the file is closed afterwards.
  ///
  /// - Returns: Why it failed; `nil` when the file has all its bytes.
  /// - Throws: ``DigitError`` when the file cannot be written.
  func run() throws(DigitError) -> String? {
    defer { close() }
    guard offset < byteCount else {
      // Nothing to ask for: whole, or longer than it can be.
      guard offset > byteCount else { return nil }
      state.withLock { $0.isPartUseless = true }
      return "the part is longer than the file"
    }
    guard let url = URL(string: address) else { return "not an address" }
    // One callback at a time: on a queue that runs several, pieces could change places.
    let queue = OperationQueue()
    queue.maxConcurrentOperationCount = 1
    let session = URLSession(configuration: .ephemeral, delegate: self, delegateQueue: queue)
    let task = session.dataTask(with: request(url))
    task.resume()
    waitUntilFinished(or: task)
    session.invalidateAndCancel()
    let (failure, writeFailure) = state.withLock { ($0.failure, $0.writeFailure) }
    if let writeFailure { throw writeFailure }
    return failure
  }

  private func request(_ url: URL) -> URLRequest {
    var request = URLRequest(url: url, cachePolicy: .reloadIgnoringLocalCacheData)
    request.timeoutInterval = timeout
    // The files are gzip already, and ranges count the bytes of the file itself.
    request.setValue("identity", forHTTPHeaderField: "Accept-Encoding")
    if offset > 0 { request.setValue("bytes=\(offset)-", forHTTPHeaderField: "Range") }
    return request
  }

  /// Watches the clock itself: a session's own timeouts differ between systems.
  private func waitUntilFinished(or task: URLSessionTask) {
    while true {
      let quiet = state.withLock { -$0.lastActivity.timeIntervalSinceNow }
      guard quiet < timeout else {
        fail("no answer for \(Int(timeout.rounded(.up))) s")
        return task.cancel()
      }
      if finished.wait(timeout: .now() + (timeout - quiet)) == .success { return }
    }
  }

  /// Keeps the first reason, and no byte is written from then on.
  private func fail(_ reason: String, isPartUseless: Bool = false) {
    state.withLock { state in
      guard state.failure == nil else { return }
      state.failure = reason
      state.isPartUseless = isPartUseless
    }
  }

  private func close() {
    state.withLock { state in
      try? state.file?.close()
      state.file = nil
    }
  }

  // MARK: What the session tells

  // The answer's head is looked at with its first bytes, or at the end when there are none.

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    acceptOnce(dataTask.response)
    append(data)
    if state.withLock({ $0.failure != nil }) { return dataTask.cancel() }
    report(state.withLock { $0.count })
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?
  ) {
    if let error {
      fail(Self.words(for: error))
    } else {
      acceptOnce(task.response)
      let count = state.withLock { $0.count }
      if count < byteCount { fail("ended after \(count) of \(byteCount) bytes") }
    }
    finished.signal()
  }

  private func acceptOnce(_ response: URLResponse?) {
    let isFirst = state.withLock { state in
      defer { state.hasAnswer = true }
      return !state.hasAnswer
    }
    if isFirst { accept(response) }
  }

  /// Looks whether the answer is the rest of the file, the whole file, or neither.
  private func accept(_ response: URLResponse?) {
    guard let http = response as? HTTPURLResponse else { return fail("not an HTTP server") }
    switch http.statusCode {
    case 200: restart()
    case 206:
      let range = http.value(forHTTPHeaderField: "Content-Range") ?? ""
      guard range.hasPrefix("bytes \(offset)-") else {
        return fail("answered another range: '\(range)'", isPartUseless: true)
      }
    case 416: fail("has fewer bytes than are here", isPartUseless: true)
    default: fail("HTTP status \(http.statusCode)")
    }
    let (count, length) = (state.withLock { $0.count }, Int(clamping: http.expectedContentLength))
    if length >= 0 && count + length != byteCount {
      fail("offers \(count + length) bytes, not \(byteCount)")
    }
  }

  /// Begins the file anew: the server ignores ranges.
  private func restart() {
    state.withLock { state in
      do {
        try state.file?.truncate(atOffset: 0)
        state.count = 0
      } catch {
        state.failure = "the part cannot be emptied"
      }
    }
  }

  private func append(_ data: Data) {
    state.withLock { state in
      guard state.failure == nil else { return }
      state.lastActivity = Date()
      guard state.count + data.count <= byteCount else {
        state.failure = "sent more than \(byteCount) bytes"
        state.isPartUseless = true
        return
      }
      do {
        try state.file?.write(contentsOf: data)
        state.count += data.count
      } catch {
        state.failure = "write failed"
        state.writeFailure = DigitError(.writeFailed, path, "write failed")
      }
    }
  }

  private static func words(for error: any Error) -> String {
    switch (error as? URLError)?.code {
    case .cannotConnectToHost: "connection refused"
    case .cannotFindHost, .dnsLookupFailed: "no such host"
    case .notConnectedToInternet: "no network"
    case .networkConnectionLost: "connection lost"
    case .timedOut: "no answer in time"
    default: error.localizedDescription
    }
  }
}
