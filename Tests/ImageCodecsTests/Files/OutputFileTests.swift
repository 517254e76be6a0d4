import Foundation
import ImageCodecs
import TestSupport
import Testing

@Suite("Output files")
struct OutputFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func text(_ name: String) throws -> String {
    String(
      decoding: try Data(contentsOf: folder.url.appendingPathComponent(name)), as: UTF8.self)
  }

  private func put(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: folder.url.appendingPathComponent(name))
  }

  @Test("a file is absent until it is committed, then complete, with nothing else left")
  func commitIsAtomic() throws {
    let file = try OutputFile(path: folder.path("a.png"))
    try file.write(Array("hello ".utf8))
    #expect(!folder.files.contains("a.png"))
    try file.write(Array("world".utf8))
    try file.commit()
    #expect(folder.files == ["a.png"])
    #expect(try text("a.png") == "hello world")
  }

  @Test("an abandoned file leaves nothing, and what was there stays")
  func abandonLeavesNothing() throws {
    try put("old.png", "old")
    for name in ["new.png", "old.png"] {
      let file = try OutputFile(path: folder.path(name))
      try file.write(Array("half".utf8))
      file.abandon()
      #expect(folder.files == ["old.png"])
    }
    do {
      let forgotten = try OutputFile(path: folder.path("forgotten.png"))
      try forgotten.write([1, 2, 3])
    }
    #expect(folder.files == ["old.png"])
    #expect(try text("old.png") == "old")
  }

  @Test("a committed file replaces the old one and keeps its permissions")
  func commitReplaces() throws {
    try put("a.png", "a much longer old text")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o640], ofItemAtPath: folder.path("a.png"))
    let file = try OutputFile(path: folder.path("a.png"))
    try file.write(Array("new".utf8))
    #expect(try text("a.png") == "a much longer old text")
    try file.commit()
    #expect(try text("a.png") == "new")
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.path("a.png"))
    #expect(attributes[.posixPermissions] as? Int == 0o640)
  }

  @Test("what a killed process left is removed, and nothing that is in use or somebody else's")
  func sweeping() throws {
    try put(".123-1.convtool-tmp", "left")
    try put(".notes.convtool-tmp", "mine")
    try put("123-1.convtool-tmp", "mine")
    let first = try OutputFile(path: folder.path("a.png"))
    #expect(folder.files.count == 3)
    #expect(!folder.files.contains(".123-1.convtool-tmp"))
    // Another name for the same folder is looked at again.
    let second = try OutputFile(path: folder.path("./b.png"))
    #expect(folder.files.count == 4)
    try first.commit()
    try second.commit()
    #expect(
      Set(folder.files) == [".notes.convtool-tmp", "123-1.convtool-tmp", "a.png", "b.png"])
  }

  @Test("a symbolic link stays one: what it points to is replaced")
  func linksArePreserved() throws {
    try FileManager.default.createDirectory(
      at: folder.url.appendingPathComponent("deep"), withIntermediateDirectories: true)
    try put("deep/real.png", "old")
    let link = folder.path("link.png")
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: "deep/real.png")
    let file = try OutputFile(path: link)
    try file.write(Array("new".utf8))
    try file.commit()
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "deep/real.png")
    #expect(try text("deep/real.png") == "new")
    #expect(folder.files == ["deep/real.png", "link.png"])
  }

  @Test("a link to a file that is not there yet stays a link as well")
  func danglingLinksArePreserved() throws {
    let link = folder.path("link.png")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "later.png")
    let file = try OutputFile(path: link)
    try file.write(Array("new".utf8))
    try file.commit()
    #expect((try? FileManager.default.destinationOfSymbolicLink(atPath: link)) == "later.png")
    #expect((try? text("later.png")) == "new")
  }

  @Test("two files of one name may be open at once: the last to be committed stays")
  func sameNameTwice() throws {
    let first = try OutputFile(path: folder.path("a.png"))
    let second = try OutputFile(path: folder.path("a.png"))
    try first.write([1])
    try second.write([2, 2])
    try second.commit()
    try first.commit()
    #expect(try Data(contentsOf: folder.url.appendingPathComponent("a.png")) == Data([1]))
    #expect(folder.files == ["a.png"])
  }

  @Test("a missing folder, a file as a folder and a folder as a file cannot be created")
  func impossiblePlaces() throws {
    try put("file", "")
    for name in ["missing/a.png", "file/a.png", "."] {
      #expect {
        _ = try OutputFile(path: folder.path(name))
      } throws: { error in
        (error as? CodecError)?.code == .cannotCreate
      }
    }
    #expect(folder.files == ["file"])
  }

  @Test("an unwritable folder cannot hold an output", .enabled(if: getuid() != 0))
  func unwritableFolder() throws {
    let manager = FileManager.default
    try manager.setAttributes([.posixPermissions: 0o500], ofItemAtPath: folder.url.path)
    defer {
      try? manager.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.url.path)
    }
    #expect {
      _ = try OutputFile(path: folder.path("a.png"))
    } throws: { error in
      (error as? CodecError)?.code == .cannotCreate
    }
  }

  @Test(
    "a full device is a failed write",
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func fullDevice() throws {
    let file = try OutputFile(path: "/dev/full")
    #expect {
      try file.write([1])
    } throws: { error in
      (error as? CodecError)?.code == .writeFailed
    }
  }
}
