import Foundation
import Synchronization

/// An HTTP server on 127.0.0.1 that answers as a test wants, and remembers what it was asked.
final class LoopbackServer: Sendable {
  /// What is asked of it.
  struct Request: Hashable, Sendable {
    let path: String
    /// Where the range begins that is asked for.
    let rangeStart: Int?
  }

  /// What it answers.
  struct Reply: Sendable {
    var status = 200
    var headers: [String: String] = [:]
    var body: [UInt8] = []
    /// What `Content-Length` says; the body's length without it.
    var announcedLength: Int?
  }

  private let listener: Int32
  private let port: UInt16
  private let log = Mutex<[Request]>([])

  /// The base address, with a slash.
  var address: String { "http://127.0.0.1:\(port)/" }

  /// Everything asked so far.
  var requests: [Request] { log.withLock { $0 } }

  /// Starts it; `nil` when no port is free.
  ///
  /// - Parameters:
  ///   - listens: Without it, connections are refused.
  ///   - answer: Answers a request; `nil` stays silent.
  init?(listens: Bool = true, answer: @escaping @Sendable (Request) -> Reply?) {
    #if os(Linux)
      listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      listener = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = listener
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 && (!listens || listen(descriptor, 8) == 0)
          && getsockname(descriptor, $0, &length) == 0
      }
    }
    port = UInt16(bigEndian: address.sin_port)
    guard isBound else {
      close(descriptor)
      return nil
    }
    guard listens else { return }
    // The thread keeps the server until the tests end.
    Thread.detachNewThread { [self] in
      while case let connection = accept(descriptor, nil, nil), connection >= 0 {
        serve(connection, answer)
      }
    }
  }

  private func serve(_ connection: Int32, _ answer: (Request) -> Reply?) {
    guard let request = Self.request(Self.readHead(connection)) else {
      close(connection)
      return
    }
    log.withLock { $0.append(request) }
    // A silent server keeps the connection open; the test's process closes it in the end.
    guard let reply = answer(request) else { return }
    var head = "HTTP/1.1 \(reply.status) -\r\nConnection: close\r\n"
    head += "Content-Length: \(reply.announcedLength ?? reply.body.count)\r\n"
    for (name, value) in reply.headers { head += "\(name): \(value)\r\n" }
    Self.send(Array((head + "\r\n").utf8) + reply.body, to: connection)
    close(connection)
  }

  private static func readHead(_ connection: Int32) -> String {
    var head: [UInt8] = []
    var byte = [UInt8](repeating: 0, count: 1)
    while !head.suffix(4).elementsEqual([13, 10, 13, 10]) && read(connection, &byte, 1) == 1 {
      head.append(byte[0])
    }
    return String(decoding: head, as: UTF8.self)
  }

  private static func request(_ head: String) -> Request? {
    let lines = head.components(separatedBy: "\r\n")
    let words = lines[0].split(separator: " ")
    guard words.count == 3 else { return nil }
    let prefix = "range: bytes="
    let range = lines.first { $0.lowercased().hasPrefix(prefix) }
    let start = range.flatMap { Int($0.dropFirst(prefix.count).prefix { $0 != "-" }) }
    return Request(path: String(words[1].dropFirst()), rangeStart: start)
  }

  private static func send(_ bytes: [UInt8], to connection: Int32) {
    var done = 0
    while done < bytes.count {
      let count = bytes[done...].withUnsafeBytes { write(connection, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      done += count
    }
  }
}
