import ConvCore
import ImageCodecs
import TestSupport
import Testing

@Suite("Writing TIFF")
struct TIFFWriterTests {
  private func samples(_ type: SampleType, count: Int) -> SampleBuffer {
    switch type {
    case .uint8: .uint8((0..<count).map { UInt8($0 * 37 % 256) })
    case .uint16: .uint16((0..<count).map { UInt16($0 * 3701 % 65_536) })
    case .float32: .float32((0..<count).map { Float($0) * 0.375 - 40 })
    }
  }

  @Test(
    "what is written is read again, in strips of any heights",
    arguments: [SampleType.uint8, .uint16, .float32])
  func roundTrip(type: SampleType) throws {
    for channels in 1...5 where channels < 5 || type == .float32 {
      // The second one has several strips of 64 kB.
      for (height, width) in [(1, 1), (90, 1301)] {
        var info = ImageInfo(.tiff, height, width, channels, type)
        info.hasAlpha = channels % 2 == 0
        let samples = samples(type, count: info.shape.count)
        let whole = try encode(info, samples)
        #expect(try encode(info, samples, strips: [7, 1, 20, 3, 31]) == whole)
        let decoded = try Decoded(whole)
        #expect(decoded.samples == samples)
        #expect(decoded.info.shape == info.shape && decoded.info.hasAlpha == info.hasAlpha)
      }
    }
  }

  @Test("a profile, an XMP packet and the resolution travel along")
  func metadata() throws {
    let metadata = Metadata(
      iccProfile: ICC.profile(of: "RGB ", size: 400), xmp: Array("<x:xmpmeta/>".utf8),
      density: .init(unit: .perInch, x: 300, y: 150))
    var info = ImageInfo(.tiff, 4, 5, 3, metadata: metadata)
    let read = try Decoded(try encode(info, samples(.uint8, count: 60))).info.metadata
    #expect(read.iccProfile == metadata.iccProfile)
    #expect(read.xmp == metadata.xmp)
    #expect(read.density == metadata.density)
    // 72 pixels an inch.
    info.metadata.density = .init(unit: .perMetre, x: 2835, y: 2835)
    let again = try Decoded(try encode(info, samples(.uint8, count: 60))).info.metadata
    #expect(again.density == info.metadata.density)
  }
}
