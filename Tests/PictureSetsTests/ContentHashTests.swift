import PictureSets
import Testing

@Suite("Hashes of contents")
struct ContentHashTests {
  @Test("a hash follows from the bytes alone, and every byte and the length count")
  func bytes() {
    let bytes = (0..<100).map { UInt8($0) }
    let hash = ContentHash(bytes)
    #expect(hash == ContentHash((bytes + [7])[..<100]))
    #expect(Set((0...100).map { ContentHash(bytes[..<$0]) }).count == 101)
    let changed = (0..<100).map { index in
      var copy = bytes
      copy[index] ^= 128
      return ContentHash(copy)
    }
    #expect(Set(changed + [hash]).count == 101)
  }

  @Test("shares are spread evenly over 0…1")
  func shares() {
    let shares = (0..<4000).map { ContentHash([UInt8($0 & 255), UInt8($0 >> 8)]).share }
    #expect(shares.allSatisfy { (0..<1).contains($0) })
    for tenth in 0..<10 {
      let count = shares.count { Int($0 * 10) == tenth }
      #expect((320...480).contains(count), "\(tenth): \(count)")
    }
  }
}
