import ConvCore
import ImageCodecs
import TestSupport
import Testing

@Suite("PFM")
struct PFMTests {
  private func file(_ header: String, _ values: [Float], isBigEndian: Bool) -> [UInt8] {
    Array(header.utf8)
      + values.flatMap { value in
        let bits = isBigEndian ? value.bitPattern.bigEndian : value.bitPattern.littleEndian
        return withUnsafeBytes(of: bits) { Array($0) }
      }
  }

  @Test("rows are stored from bottom to top, in either byte order", arguments: [false, true])
  func reads(isBigEndian: Bool) throws {
    let scale = isBigEndian ? "1.0" : "-1.0"
    let gray = try Decoded(
      file("Pf\n2 3\n\(scale)\n", [5, 6, 3, 4, 1, -2], isBigEndian: isBigEndian), rowsAtATime: 2)
    #expect(gray.values == [1, -2, 3, 4, 5, 6])
    let color = try Decoded(
      file("PF\n1 2\n\(scale)\n", [4, 5, 6, 1, 2, 3], isBigEndian: isBigEndian))
    #expect(color.values == [1, 2, 3, 4, 5, 6] && color.info.shape.channels == 3)
  }

  @Test("what is written is read again")
  func roundTrip() throws {
    for channels in [1, 3] {
      let info = ImageInfo(.pfm, 7, 4, channels, .float32)
      let samples = SampleBuffer.float32((0..<28 * channels).map { Float($0) / 3 - 4 })
      let bytes = try encode(info, samples, strips: [2, 3])
      #expect(try Decoded(bytes).samples == samples)
    }
    #expect(throws: CodecError.self) {
      _ = try encode(ImageInfo(.pfm, 1, 1, 2, .float32), .float32([0, 0]))
    }
  }

  @Test("a file that is cut short, or whose header lies, is damage")
  func damage() {
    let bytes = file("Pf\n2 3\n-1\n", [1, 2, 3, 4, 5, 6], isBigEndian: false)
    #expect(failure(of: Array(bytes.dropLast(9)))?.description == "truncated PFM: 1 of 3 rows")
    for header in ["Pf\n2 3\n0\n", "Pf\n2\n", "Pf\nx 3\n-1\n", "Pf\n2 3\nnan\n"] {
      #expect(failure(of: Array(header.utf8))?.code == .damaged, "\(header)")
    }
    #expect(failure(of: Array("Pf\n70000 70000\n-1\n".utf8))?.code == .overLimit)
  }
}
