import Digits
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("Downloading MNIST")
struct MNISTDownloadTests {
  private let folder: TemporaryFolder
  private let contents = [
    "images.gz": (0..<150_000).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 / 256) },
    "labels.gz": [UInt8]("labels".utf8),
  ]

  init() throws { folder = try TemporaryFolder() }

  private var files: [MNISTDownload.File] {
    contents.map { name, bytes in
      MNISTDownload.File(
        name: name, byteCount: bytes.count, sha256: SHA256.hexDigest(of: bytes))
    }.sorted { $0.name < $1.name }
  }

  private func download(_ mirrors: [String], timeout: Double = 15) -> MNISTDownload {
    MNISTDownload(folder: folder.url.path, mirrors: mirrors, files: files, timeout: timeout)
  }

  /// A mirror as it should be, or one that does not know ranges.
  private func honest(ranges: Bool = true) throws -> LoopbackServer {
    let contents = contents
    let server = LoopbackServer { request in
      guard let bytes = contents[request.path] else { return .init(status: 404, body: [0]) }
      guard ranges, let start = request.rangeStart else { return .init(body: bytes) }
      return .init(
        status: 206,
        headers: ["Content-Range": "bytes \(start)-\(bytes.count - 1)/\(bytes.count)"],
        body: Array(bytes[start...]))
    }
    return try #require(server)
  }

  /// A mirror that answers everything alike.
  private func stubborn(_ reply: LoopbackServer.Reply?) throws -> LoopbackServer {
    try #require(LoopbackServer { _ in reply })
  }

  private func stored(_ name: String) -> [UInt8]? {
    FileManager.default.contents(atPath: folder.path(name)).map { [UInt8]($0) }
  }

  private func place(_ name: String, _ bytes: some Sequence<UInt8>) throws {
    try Data(bytes).write(to: folder.url.appendingPathComponent(name))
  }

  private func failure(_ download: MNISTDownload) throws -> DigitError {
    do throws(DigitError) {
      try download.run()
    } catch {
      return error
    }
    throw CancellationError()
  }

  @Test("all files arrive, progress grows to the end, and a second run asks for nothing")
  func complete() throws {
    let server = try honest()
    let steps = Mutex<[MNISTDownload.Progress]>([])
    try download([server.address]).run { step in steps.withLock { $0.append(step) } }
    #expect(folder.files == ["images.gz", "labels.gz"])
    for (name, bytes) in contents { #expect(stored(name) == bytes) }
    let seen = steps.withLock { $0 }
    let total = contents.values.reduce(0) { $0 + $1.count }
    #expect(seen.map(\.bytesDone) == seen.map(\.bytesDone).sorted())
    #expect(seen.last?.bytesDone == total && seen.allSatisfy { $0.bytesTotal == total })
    try download([server.address]).run()
    #expect(server.requests.count == 2)
  }

  @Test("what an interrupted download left is gone on with, by an HTTP range")
  func resume() throws {
    let bytes = try #require(contents["images.gz"])
    try place("images.gz.part", bytes.prefix(100_000))
    let server = try honest()
    try download([server.address]).run()
    #expect(server.requests.first == .init(path: "images.gz", rangeStart: 100_000))
    #expect(stored("images.gz") == bytes && folder.files == ["images.gz", "labels.gz"])
  }

  @Test("a server without ranges sends the file anew")
  func noRanges() throws {
    let bytes = try #require(contents["images.gz"])
    try place("images.gz.part", bytes.prefix(500).map { ~$0 })
    try download([try honest(ranges: false).address]).run()
    #expect(stored("images.gz") == bytes)
  }

  @Test("a part that is not the file's beginning is thrown away, and the same mirror asked again")
  func wrongPart() throws {
    let bytes = try #require(contents["images.gz"])
    try place("images.gz.part", [UInt8](repeating: 1, count: 777))
    let server = try honest()
    try download([server.address]).run()
    #expect(server.requests.prefix(2).map(\.rangeStart) == [777, nil])
    #expect(stored("images.gz") == bytes)
    // One that is longer than the file can be is not even asked about.
    try FileManager.default.removeItem(atPath: folder.path("images.gz"))
    try place("images.gz.part", bytes + [0])
    try download([server.address]).run()
    #expect(stored("images.gz") == bytes)
  }

  @Test("a wrong checksum leaves no file, and the next mirror is tried")
  func wrongChecksum() throws {
    let bytes = try #require(contents["images.gz"])
    let liar = try stubborn(.init(body: bytes.map { $0 ^ 1 }))
    let error = try failure(download([liar.address]))
    #expect(error.code == .downloadImpossible)
    #expect(error.description.contains("images.gz") && error.description.contains("SHA-256"))
    #expect(folder.files.isEmpty)
    let good = try honest()
    try download([liar.address, good.address]).run()
    #expect(stored("images.gz") == bytes)
  }

  @Test("a file that is there but damaged is fetched again")
  func damagedFile() throws {
    let bytes = try #require(contents["images.gz"])
    try place("images.gz", bytes.reversed())
    try download([try honest().address]).run()
    #expect(stored("images.gz") == bytes)
  }

  @Test("a connection that breaks off keeps its bytes for the next mirror")
  func brokenOff() throws {
    let bytes = try #require(contents["images.gz"])
    let weak = try stubborn(
      .init(body: Array(bytes.prefix(60_000)), announcedLength: bytes.count))
    let error = try failure(download([weak.address]))
    #expect(error.code == .downloadImpossible && folder.files == ["images.gz.part"])
    let kept = try #require(stored("images.gz.part"))
    #expect(!kept.isEmpty && bytes.starts(with: kept))
    let good = try honest()
    try download([good.address]).run()
    #expect(good.requests.first?.rangeStart == kept.count)
    #expect(stored("images.gz") == bytes)
  }

  @Test("a download that fails leaves no file that is empty, and no folder")
  func nothingLeft() throws {
    let closed = try #require(LoopbackServer(listens: false) { _ in nil })
    let missing = try stubborn(.init(status: 404, body: [UInt8]("not found".utf8)))
    let page = try stubborn(
      .init(headers: ["Content-Type": "text/html"], body: [UInt8]("<html>".utf8)))
    let below = folder.path("cache/convtool/mnist")
    for mirror in [closed, missing, page] {
      let download = MNISTDownload(folder: below, mirrors: [mirror.address], files: files)
      #expect(try failure(download).code == .downloadImpossible)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
    }
    // An empty part of an older program goes as well.
    try place("images.gz.part", [])
    _ = try failure(download([closed.address]))
    #expect(folder.files.isEmpty)
  }

  @Test("what is there of a file stays when another mirror has only a page, or another length")
  func keepsItsPart() throws {
    let bytes = try #require(contents["images.gz"])
    let page = try stubborn(
      .init(headers: ["Content-Type": "text/html"], body: [UInt8]("<html>".utf8)))
    let short = try stubborn(.init(body: [1, 2]))
    for mirror in [page, short] {
      try place("images.gz.part", bytes.prefix(100_000))
      _ = try failure(download([mirror.address]))
      #expect(stored("images.gz.part") == Array(bytes.prefix(100_000)))
    }
    let good = try honest()
    try download([good.address]).run()
    #expect(good.requests.first?.rangeStart == 100_000 && stored("images.gz") == bytes)
  }

  @Test("every mirror is named with what it answered")
  func reasons() throws {
    let closed = try #require(LoopbackServer(listens: false) { _ in nil })
    let (missing, short) = (try stubborn(.init(status: 404)), try stubborn(.init(body: [1, 2])))
    let error = try failure(download([closed.address, missing.address, short.address]))
    #expect(error.code == .downloadImpossible)
    #expect(error.description.contains("\(closed.address) (connection refused)"))
    #expect(error.description.contains("\(missing.address) (HTTP status 404)"))
    #expect(error.description.contains("\(short.address) (offers 2 bytes, not 150000)"))
    #expect(!error.description.contains("\n"))
  }

  @Test("a redirection is followed, and what it answers itself is no part of the file")
  func redirection() throws {
    let target = try honest()
    let server = try #require(
      LoopbackServer { request in
        .init(status: 302, headers: ["Location": target.address + request.path], body: [7, 7])
      })
    let bytes = try #require(contents["images.gz"])
    try place("images.gz.part", bytes.prefix(100_000))
    try download([server.address]).run()
    #expect(target.requests.first == .init(path: "images.gz", rangeStart: 100_000))
    #expect(stored("images.gz") == bytes)
    let circle = try #require(
      LoopbackServer { request in .init(status: 302, headers: ["Location": "/" + request.path]) })
    let error = try failure(
      MNISTDownload(folder: folder.path("other"), mirrors: [circle.address], files: files))
    #expect(error.description.contains("redirects") && !error.description.contains("\n"))
  }

  @Test("an answer that is no HTTP is a failure of its mirror")
  func noHTTP() throws {
    let server = try stubborn(.init(status: 0, announcedLength: 0))
    let error = try failure(download([server.address]))
    #expect(error.code == .downloadImpossible && error.description.contains(server.address))
  }

  @Test("a server that says nothing is given up")
  func silence() throws {
    let start = Date()
    let error = try failure(download([try stubborn(nil).address], timeout: 0.5))
    #expect(error.description.contains("no answer"))
    #expect(-start.timeIntervalSinceNow < 5)
  }

  @Test("a folder that cannot be made is named")
  func noFolder() throws {
    try place("file", [])
    let download = MNISTDownload(folder: folder.path("file/below"), mirrors: [])
    let error = try failure(download)
    #expect(error.code == .cannotCreate && error.description.contains("file/below"))
  }

  @Test("the published files have the sizes and digests of 64 digits, and two mirrors")
  func published() {
    #expect(MNISTDownload.publishedFiles.reduce(0) { $0 + $1.byteCount } == 11_594_722)
    #expect(
      MNISTDownload.publishedFiles.allSatisfy { file in
        file.sha256.count == 64 && file.sha256.allSatisfy(\.isHexDigit)
      })
    #expect(MNISTDownload.publicMirrors.count >= 2)
    #expect(
      MNISTDownload.publicMirrors.allSatisfy { $0.hasPrefix("https://") && $0.hasSuffix("/") })
    #expect(MNISTDownload.cacheFolder.hasSuffix("/convtool/mnist"))
  }

  @Test("SHA-256 of a million letters is the standard's")
  func longMessage() {
    #expect(
      SHA256.hexDigest(of: [UInt8](repeating: 0x61, count: 1_000_000))
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }
}
