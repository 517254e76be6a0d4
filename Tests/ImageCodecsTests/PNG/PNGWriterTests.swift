import ConvCore
import ImageCodecs
import TestSupport
import Testing

@Suite("Writing PNG")
struct PNGWriterTests {
  /// Noise on top of a gradient, so that row filters and repeats both have something to do.
  private func picture(_ info: ImageInfo) -> SampleBuffer {
    let noise = Image.random(
      height: info.shape.height, width: info.shape.width, channels: info.shape.channels,
      in: 0...9)
    let values = noise.samples.enumerated().map { index, value in
      value + Float(index % info.shape.rowLength * 3 % 240)
    }
    switch info.sampleType {
    case .uint16: return .uint16(values.map { UInt16($0 * 257) &+ 3 })
    default: return .uint8(values.map { UInt8($0) })
    }
  }

  @Test(
    "every level gives the samples back, from one strip or several",
    arguments: [nil, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  func samplesSurvive(level: Int?) throws {
    for channels in 1...4 {
      for type in [SampleType.uint8, .uint16] {
        let info = ImageInfo(.png, 37, 23, channels, type)
        let samples = picture(info)
        for strips in [[], [1, 1, 7, 3, 11], [36]] {
          let bytes = try encode(info, samples, EncodingOptions(pngLevel: level), strips: strips)
          let decoded = try Decoded(bytes)
          #expect(decoded.info == info)
          #expect(decoded.samples == samples)
        }
      }
    }
  }

  @Test("pictures of one row, one column and one pixel survive")
  func smallestPictures() throws {
    for (height, width) in [(1, 1), (1, 9), (9, 1)] {
      for channels in 1...4 {
        let info = ImageInfo(.png, height, width, channels)
        let samples = picture(info)
        #expect(try Decoded(try encode(info, samples, strips: [1, 1])).samples == samples)
      }
    }
  }

  @Test("a flat picture becomes small, level 0 stores it")
  func levelsCompress() throws {
    let info = ImageInfo(.png, 200, 300)
    let samples = SampleBuffer.uint8([UInt8](repeating: 90, count: 60_000))
    for level in [nil, 6, 9] {
      #expect(try encode(info, samples, EncodingOptions(pngLevel: level)).count < 2000)
    }
    #expect(try encode(info, samples, EncodingOptions(pngLevel: 0)).count > 60_000)
  }

  @Test("a profile, a resolution and EXIF travel along")
  func metadataSurvives() throws {
    let exif = Exif(orientation: 1, isBigEndian: true).bytes
    let metadata = Metadata(
      iccProfile: ICC.profile(of: "RGB ", size: 700), exif: exif,
      density: .init(unit: .perMetre, x: 11800, y: 5900))
    let info = ImageInfo(.png, 2, 2, 3, metadata: metadata)
    let decoded = try Decoded(try encode(info, .uint8([UInt8](repeating: 3, count: 12))))
    #expect(decoded.info.metadata.iccProfile == metadata.iccProfile)
    #expect(decoded.info.metadata.exif == exif)
    #expect(decoded.info.metadata.density == metadata.density)
  }

  @Test("resolutions keep the pixels per metre that the file had", arguments: [2835, 3780, 11811])
  func resolutionIsExact(perMetre: UInt32) throws {
    var png = PNGBuilder(height: 2, width: 2, color: .gray)
    let chunk = PNGBuilder.bigEndian(perMetre) + PNGBuilder.bigEndian(perMetre) + [1]
    png.chunks = [("pHYs", chunk)]
    let decoded = try Decoded(png.bytes)
    let written = try encode(decoded.info, decoded.samples)
    let stored = PNGBuilder.chunk("pHYs", chunk)
    #expect(written.indices.contains { written[$0...].starts(with: stored) })
  }

  @Test("floats and more than four channels have no PNG")
  func impossibleKindsAreRefused() {
    for info in [ImageInfo(.png, 2, 2, 1, .float32), ImageInfo(.png, 2, 2, 5)] {
      #expect {
        _ = try makeWriter(info, to: MemorySink())
      } throws: { error in
        (error as? CodecError)?.code == .unsupported
      }
    }
  }
}
