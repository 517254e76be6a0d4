import ConvCore
import ImageCodecs
import TestSupport
import Testing

@Suite("Reading NPZ")
struct NPZTests {
  private func read(_ name: String, member: String? = nil) throws -> (ImageInfo, SampleBuffer) {
    let folder = try TemporaryFolder()
    try OutputFile.write(try FormatFixtures.bytes(name), to: folder.path(name))
    let address = folder.path(name) + (member.map { ":\($0)" } ?? "")
    let reader = try openImage(try ByteSource(path: address))
    return (reader.info, try reader.readRows(reader.info.shape.height))
  }

  @Test("an array is named behind a colon, a single one needs no name")
  func members() throws {
    let (info, samples) = try read("stored.npz", member: "second")
    #expect(info.format == .npy && info.sampleType == .float32)
    #expect(samples == .float32(FormatFixtures.samples(.f4).map { Float($0) }))
    let (_, first) = try read("stored.npz", member: "first.npy")
    #expect(first == .uint8(FormatFixtures.samples(.u1).map { UInt8($0) }))
    let (_, only) = try read("deflated.npz")
    #expect(only == .uint16(FormatFixtures.samples(.u2, channels: 3).map { UInt16($0) }))
    let several = try #require(failure(of: try FormatFixtures.bytes("stored.npz")))
    #expect(several.description.contains("2 arrays, first and second: name one"))
    #expect(throws: CodecError.self) { _ = try read("stored.npz", member: "third") }
  }

  @Test("a changed byte is damage, or changes nothing that is read")
  func damage() throws {
    let bytes = try FormatFixtures.bytes("deflated.npz")
    let expected = try Decoded(bytes).samples
    for place in stride(from: 0, to: bytes.count, by: 7) {
      var changed = bytes
      changed[place] ^= 0x55
      do throws(CodecError) {
        #expect(try Decoded(changed).samples == expected, "byte \(place)")
      } catch {
        #expect(
          [.damaged, .unsupported, .overLimit].contains(error.code), "byte \(place): \(error)")
      }
      #expect(failure(of: Array(bytes[..<place])) != nil)
    }
  }
}
