import ConvCore
import ImageCodecs
import TestSupport
import Testing

@Suite("Against the libraries' own tools")
struct ForeignToolTests {
  private static let sizes = [(1, 1), (7, 3), (16, 16), (17, 33), (41, 50)]

  private func picture(height: Int, width: Int, channels: Int) -> PortableMap {
    let noise = Image.random(height: height, width: width, channels: channels, in: 0...60)
    let smooth = JPEGTests.smooth(height: height, width: width, channels: channels)
    return PortableMap(
      height: height, width: width, channels: channels,
      samples: zip(noise.samples, smooth).map { UInt16($0) + UInt16($1) * 180 / 255 })
  }

  @Test(
    "JPEGs of every kind decode as djpeg decodes them",
    .enabled(if: Tool.areInstalled("cjpeg", "djpeg")), arguments: JPEGKind.all)
  func decodesAsDjpeg(_ kind: JPEGKind) throws {
    for (height, width) in ForeignToolTests.sizes {
      let original = picture(height: height, width: width, channels: 3)
      let options = kind.options.split(separator: " ").map(String.init)
      let jpeg = try #require(try Tool("cjpeg").output(options, input: original.bytes))
      let theirs = try #require(try Tool("djpeg").output(["-pnm"], input: jpeg))
      let expected = try #require(PortableMap(theirs))
      let decoded = try Decoded(jpeg, rowsAtATime: 7)
      #expect(decoded.info.shape.channels == (kind.isGray ? 1 : 3))
      #expect(decoded.info.shape.channels == expected.channels)
      #expect(decoded.values == expected.samples.map(Double.init), "\(height)×\(width)")
    }
  }

  @Test(
    "our JPEGs decode in djpeg as they do here", .enabled(if: Tool.areInstalled("djpeg")),
    arguments: [1, 3])
  func djpegReadsOurs(channels: Int) throws {
    for (height, width) in ForeignToolTests.sizes {
      for quality in [30, 89, 95] {
        let samples = picture(height: height, width: width, channels: channels).samples
        let bytes = try encode(
          ImageInfo(.jpeg, height, width, channels), .uint8(samples.map { UInt8($0) }),
          EncodingOptions(jpegQuality: quality))
        let theirs = try #require(try Tool("djpeg").output(["-pnm"], input: bytes))
        let map = try #require(PortableMap(theirs))
        #expect(map.channels == channels)
        #expect(try Decoded(bytes).values == map.samples.map(Double.init))
      }
    }
  }

  @Test(
    "PNGs of every kind decode as pngtopnm decodes them",
    .enabled(if: Tool.areInstalled("pngtopnm")), arguments: PNGKind.all)
  func decodesAsPngtopnm(_ kind: PNGKind) throws {
    for picture in kind.pictures {
      let png = kind.color == .palette ? picture.withPalette : picture
      // Without an option the alpha channel is dropped, as it is here.
      let theirs = try #require(try Tool("pngtopnm").output([], input: png.bytes))
      let map = try #require(PortableMap(theirs))
      let decoded = try Decoded(png.bytes)
      let white: Double = kind.depth == 16 ? 65535 : 255
      #expect(
        decoded.color(map.channels)
          == map.samples.map {
            Double($0) * white / Double(map.maximum)
          })
    }
  }

  @Test(
    "our PNGs decode in pngtopnm to what was written",
    .enabled(if: Tool.areInstalled("pngtopnm")), arguments: [nil, 0, 6])
  func pngtopnmReadsOurs(level: Int?) throws {
    for channels in 1...4 {
      for type in [SampleType.uint8, .uint16] {
        let words = (0..<19 * 14 * channels).map { UInt16($0 * 241 % 65536) | 1 }
        let samples: SampleBuffer =
          type == .uint16 ? .uint16(words) : .uint8(words.map { UInt8($0 >> 8) })
        let bytes = try encode(
          ImageInfo(.png, 19, 14, channels, type), samples, EncodingOptions(pngLevel: level),
          strips: [5, 3])
        let written = type == .uint16 ? words : words.map { $0 >> 8 }
        for wantsAlpha in channels % 2 == 0 ? [false, true] : [false] {
          let theirs = try #require(
            try Tool("pngtopnm").output(wantsAlpha ? ["-alpha"] : [], input: bytes))
          let map = try #require(PortableMap(theirs))
          let wanted = wantsAlpha ? channels - 1..<channels : 0..<(channels - 1) / 2 * 2 + 1
          let expected = written.indices.filter { wanted.contains($0 % channels) }
          #expect(map.samples == expected.map { written[$0] })
        }
      }
    }
  }
}

extension Decoded {
  /// The samples of the color channels; gray repeated where three channels are asked for.
  fileprivate func color(_ channels: Int) -> [Double] {
    let all = info.shape.channels
    return stride(from: 0, to: values.count, by: all).flatMap { pixel -> [Double] in
      info.colorChannels >= channels
        ? Array(values[pixel..<pixel + channels]) : [values[pixel], values[pixel], values[pixel]]
    }
  }
}
