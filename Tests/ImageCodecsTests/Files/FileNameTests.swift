import ImageCodecs
import Testing

@Suite("File names")
struct FileNameTests {
  @Test(
    "every run of bytes comes out as it came in",
    arguments: [
      Array("plain.png".utf8), Array("é/日本/🙂".utf8), [0x63, 0xE9, 0x2E], [0xFF, 0xFE, 0x80],
      [0xE2, 0x82], [0xC0, 0xAF], [0xED, 0xA0, 0x80],
      // The private scalars themselves, U+10FEE9 and the one below the first of them.
      [0xF4, 0x8F, 0xBB, 0xA9], [0xF4, 0x8F, 0xB9, 0xBF], [0xF4, 0x8F, 0xBB], [],
    ] as [[UInt8]])
  func roundTrip(bytes: [UInt8]) {
    #expect(FileName.bytes(FileName.string(bytes)) == bytes)
  }

  @Test("all pairs of bytes come out as they came in")
  func pairs() {
    for first in UInt8.min...UInt8.max {
      for second in UInt8.min...UInt8.max {
        let bytes = [first, second, first]
        #expect(FileName.bytes(FileName.string(bytes)) == bytes)
      }
    }
  }

  @Test("UTF-8 stays readable, and the rest is shown as bytes")
  func printable() {
    #expect(FileName.string(Array("é.png".utf8)) == "é.png")
    #expect(FileName.printable(FileName.string([0x61, 0xE9, 0x0A])) == "a\\xE9\n")
    #expect(FileName.printable("🙂") == "🙂")
  }

  @Test("paths are taken apart at their slashes and points")
  func paths() {
    for (path, name, folder, ending) in [
      ("a.png", "a.png", "", "png"), ("/a", "a", "/", ""),
      ("x/y/b.tar.gz", "b.tar.gz", "x/y", "gz"),
      ("x//y/", "y", "x", ""), (".png", ".png", "", ""), ("/", "", "/", ""),
      ("d/\u{301}.jpg", "\u{301}.jpg", "d", "jpg"), ("d.x/e", "e", "d.x", ""),
    ] {
      #expect(FilePath.name(path) == name)
      #expect(FilePath.folder(path) == folder)
      #expect(FilePath.fileExtension(path) == ending)
    }
    #expect(FilePath.stem("x/photo.2.png") == "photo.2")
    #expect(
      FilePath.components("/a/./b/../c//d/").map { String(decoding: $0, as: UTF8.self) }
        == ["a", "c", "d"])
    #expect(FilePath.components("/../a") == [[0x61]])
  }
}
