import ConvCore
import ImageCodecs
import TestSupport
import Testing

@Suite("WebP")
struct WebPTests {
  @Test("lossless files of another program have the samples that were written", arguments: [3, 4])
  func fixtures(channels: Int) throws {
    let name = channels == 4 ? "rgba.webp" : "rgb.webp"
    let decoded = try Decoded(try FormatFixtures.bytes(name))
    #expect(decoded.info.format == .webp && decoded.info.hasAlpha == (channels == 4))
    #expect(decoded.values == FormatFixtures.samples(.u1, channels: channels))
  }

  @Test("what is written is read again, gray as color, with profile, EXIF and XMP")
  func roundTrip() throws {
    let metadata = Metadata(
      iccProfile: ICC.profile(of: "RGB ", size: 400),
      exif: Exif(orientation: 1, isBigEndian: true).bytes, xmp: Array("<x/>".utf8))
    for channels in 1...4 {
      for metadata in [Metadata(), metadata] {
        let info = ImageInfo(.webp, 9, 11, channels, metadata: metadata)
        let samples = (0..<99 * channels).map { UInt8($0 * 7 % 256) }
        let decoded = try Decoded(try encode(info, .uint8(samples), strips: [4]))
        let pixels = stride(from: 0, to: samples.count, by: channels).flatMap { pixel -> [UInt8] in
          let gray = [UInt8](repeating: samples[pixel], count: 3)
          let color = channels < 3 ? gray : Array(samples[pixel..<pixel + 3])
          return color + (channels % 2 == 0 ? [samples[pixel + channels - 1]] : [])
        }
        #expect(decoded.samples == .uint8(pixels))
        #expect(decoded.info.metadata.xmp == metadata.xmp)
        #expect(decoded.info.metadata.exif == metadata.exif)
        #expect(decoded.info.metadata.iccProfile == metadata.iccProfile)
      }
    }
  }

  @Test("a file that is cut short anywhere is damage")
  func damage() throws {
    let bytes = try FormatFixtures.bytes("rgba.webp")
    for count in 12..<bytes.count - 2 {
      #expect(failure(of: Array(bytes[..<count]))?.code == .damaged, "\(count) bytes")
    }
  }
}
