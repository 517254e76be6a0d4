import ConvCore
import ImageCodecs
import TestSupport
import Testing

@Suite("Reading PNG")
struct PNGReaderTests {
  @Test("every color type and depth gives its samples, interlaced or not", arguments: PNGKind.all)
  func samplesAreExact(_ kind: PNGKind) throws {
    for picture in kind.pictures {
      let png = kind.color == .palette ? picture.withPalette : picture
      let decoded = try Decoded(png.bytes)
      let channels = kind.color == .palette ? 3 : kind.color.channels
      #expect(decoded.info.format == .png)
      #expect(decoded.info.shape == ImageInfo(.png, png.height, png.width, channels).shape)
      #expect(decoded.info.sampleType == (kind.depth == 16 ? .uint16 : .uint8))
      #expect(decoded.info.hasAlpha == [.grayAlpha, .rgba].contains(kind.color))
      #expect((decoded.info.wholeImageReason != nil) == png.isInterlaced)
      #expect(decoded.values == png.expected)
    }
  }

  @Test(
    "the color that tRNS names is transparent, all others are opaque",
    arguments: PNGKind.all.filter { [.gray, .rgb].contains($0.color) })
  func keyColorIsTransparent(_ kind: PNGKind) throws {
    let white: Double = kind.depth == 16 ? 65535 : 255
    for picture in kind.pictures {
      var png = picture
      let channels = png.color.channels
      let key = Array(png.samples[..<channels])
      png.chunks.append(("tRNS", key.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }))
      let expected = (0..<png.height * png.width).flatMap { pixel -> [Double] in
        let range = pixel * channels..<(pixel + 1) * channels
        return Array(png.expected[range]) + [Array(png.samples[range]) == key ? 0 : white]
      }
      let decoded = try Decoded(png.bytes)
      #expect(decoded.info.hasAlpha && decoded.info.colorChannels == channels)
      #expect(decoded.values == expected)
    }
  }

  @Test("a palette's tRNS gives each entry its alpha, 255 where it ends", arguments: [1, 2, 4, 8])
  func paletteHasAlpha(depth: Int) throws {
    let alphas: [UInt8] = [0, 200, 17]
    for picture in PNGKind(color: .palette, depth: depth).pictures {
      var png = picture.withPalette
      png.chunks.append(("tRNS", Array(alphas.prefix(1 << depth))))
      let expected = png.samples.flatMap { index in
        PNGBuilder.colors[Int(index)].map(Double.init)
          + [index < 3 ? Double(alphas[Int(index)]) : 255]
      }
      let decoded = try Decoded(png.bytes)
      #expect(decoded.info.hasAlpha && decoded.info.shape.channels == 4)
      #expect(decoded.values == expected)
    }
  }

  @Test("gamma, significant bits and comments do not change samples")
  func ancillaryChunksAreHarmless() throws {
    var png = PNGBuilder(height: 4, width: 5, color: .rgb)
    png.chunks = [
      ("gAMA", PNGBuilder.bigEndian(100_000)), ("sBIT", [5, 6, 5]),
      ("tEXt", Array("Comment\0hello".utf8)),
    ]
    #expect(try Decoded(png.bytes).values == png.expected)
  }

  @Test("it does not matter how many rows are asked for at a time", arguments: [1, 2, 5, 13])
  func anyBandHeightReads(rows: Int) throws {
    for isInterlaced in [false, true] {
      var png = PNGBuilder(height: 13, width: 6, color: .rgba)
      png.isInterlaced = isInterlaced
      #expect(try Decoded(png.bytes, rowsAtATime: rows).values == png.expected)
    }
  }
}
