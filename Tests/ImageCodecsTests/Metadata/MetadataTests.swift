import ConvCore
import ImageCodecs
import TestSupport
import Testing

@Suite("Metadata")
struct MetadataTests {
  /// EXIF 2.3, tag 0x0112: which visual side the stored row 0 and column 0 are.
  enum Side: Sendable { case top, right, bottom, left }
  static let sides: [(row: Side, column: Side)] = [
    (.top, .left), (.top, .right), (.bottom, .right), (.bottom, .left),
    (.left, .top), (.right, .top), (.right, .bottom), (.left, .bottom),
  ]

  /// The picture as it should be seen, from how it is stored.
  private func upright(
    _ stored: [Double], height: Int, width: Int, channels: Int, orientation: Int
  ) -> [Double] {
    let (row, column) = MetadataTests.sides[orientation - 1]
    let swaps = row == .left || row == .right
    let (outHeight, outWidth) = swaps ? (width, height) : (height, width)
    var result = [Double](repeating: -1, count: stored.count)
    for r in 0..<height {
      for c in 0..<width {
        let fromRow = row == .bottom || row == .right ? height - 1 - r : r
        let fromColumn = column == .bottom || column == .right ? width - 1 - c : c
        let (y, x) = swaps ? (fromColumn, fromRow) : (fromRow, fromColumn)
        #expect(y < outHeight && x < outWidth)
        for k in 0..<channels {
          result[(y * outWidth + x) * channels + k] = stored[(r * width + c) * channels + k]
        }
      }
    }
    return result
  }

  @Test("EXIF orientations come out upright, with the tag reset", arguments: 1...8)
  func orientationIsApplied(orientation: Int) throws {
    for isBigEndian in [false, true] {
      let exif = Exif(orientation: UInt16(orientation), isBigEndian: isBigEndian).bytes
      let reset = Exif(orientation: 1, isBigEndian: isBigEndian).bytes
      for (channels, type) in [(1, SampleType.uint8), (3, .uint8), (4, .uint16)] {
        let info = ImageInfo(.png, 5, 3, channels, type, metadata: Metadata(exif: exif))
        let values = (0..<5 * 3 * channels).map { $0 * 4 + 1 }
        let samples: SampleBuffer =
          type == .uint8 ? .uint8(values.map { UInt8($0) }) : .uint16(values.map { UInt16($0) })
        let decoded = try Decoded(try encode(info, samples))
        #expect(decoded.info.shape.size.height == (orientation < 5 ? 5 : 3))
        #expect(decoded.info.shape.size.width == (orientation < 5 ? 3 : 5))
        #expect(
          decoded.values
            == upright(
              values.map(Double.init), height: 5, width: 3, channels: channels,
              orientation: orientation))
        #expect(decoded.info.metadata.exif == reset)
      }
    }
  }

  @Test("a JPEG of four different corners comes out upright", arguments: 1...8)
  func jpegIsUpright(orientation: Int) throws {
    let exif = Exif(orientation: UInt16(orientation), isBigEndian: true).bytes
    let density = Metadata.Density(unit: .perInch, x: 300, y: 150)
    let info = ImageInfo(
      .jpeg, 16, 24, metadata: Metadata(exif: exif, density: density))
    let samples = pixels(16, 24) { y, x, _ in 30 + (y < 8 ? 0 : 60) + (x < 16 ? 0 : 120) }
    let bytes = try encode(info, .uint8(samples), EncodingOptions(jpegQuality: 100))
    let decoded = try Decoded(bytes)
    let expected = upright(
      samples.map(Double.init), height: 16, width: 24, channels: 1, orientation: orientation)
    #expect(largestDifference(decoded.values, expected) <= Tolerance.jpegLevels)
    #expect(decoded.info.metadata.exif == Exif(orientation: 1, isBigEndian: true).bytes)
    // Across and down change places with the sides.
    let turned = Metadata.Density(unit: .perInch, x: 150, y: 300)
    #expect(decoded.info.metadata.density == (orientation < 5 ? density : turned))
  }

  @Test("broken EXIF is carried along and not believed")
  func brokenExifIsHarmless() throws {
    let good = Exif(orientation: 6, isBigEndian: false).bytes
    var far = good
    far.replaceSubrange(4..<8, with: [0xFF, 0xFF, 0xFF, 0x7F])
    var ninth = good
    ninth[Exif.valueOffset] = 9
    let cut = Array(good[..<20])
    for exif in [far, ninth, cut, Array("nonsense".utf8), []] {
      let info = ImageInfo(.jpeg, 2, 3, metadata: Metadata(exif: exif))
      let decoded = try Decoded(try encode(info, .uint8([UInt8](repeating: 5, count: 6))))
      #expect(decoded.info.shape == info.shape)
      #expect(decoded.info.metadata.exif == exif)
    }
  }

  @Test("an ICC profile of several JPEG segments survives byte for byte")
  func largeProfileSurvives() throws {
    for size in [1, 65_519, 65_520, 200_000] {
      let profile = (0..<size).map { UInt8(truncatingIfNeeded: $0 * 7 + $0 >> 9) }
      let info = ImageInfo(.jpeg, 4, 4, 3, metadata: Metadata(iccProfile: profile))
      let decoded = try Decoded(try encode(info, .uint8([UInt8](repeating: 5, count: 48))))
      #expect(decoded.info.metadata.iccProfile == profile, "\(size) bytes")
    }
  }

  @Test("an ICC profile survives in PNG when it suits the colors")
  func profileSurvivesInPNG() throws {
    for (space, channels) in [("RGB ", 3), ("RGB ", 4), ("GRAY", 1), ("GRAY", 2)] {
      let profile = ICC.profile(of: space, size: 90_000)
      let info = ImageInfo(.png, 2, 2, channels, metadata: Metadata(iccProfile: profile))
      let samples = [UInt8](repeating: 5, count: 4 * channels)
      #expect(try Decoded(try encode(info, .uint8(samples))).info.metadata.iccProfile == profile)
    }
  }

  @Test(
    "a JPEG's resolution survives",
    arguments: [
      Metadata.Density(unit: .perInch, x: 72, y: 72), .init(unit: .perInch, x: 300, y: 150),
      .init(unit: .perCentimetre, x: 118, y: 118),
    ])
  func densitySurvives(_ density: Metadata.Density) throws {
    let info = ImageInfo(.jpeg, 4, 4, metadata: Metadata(density: density))
    let decoded = try Decoded(try encode(info, .uint8([UInt8](repeating: 5, count: 16))))
    #expect(decoded.info.metadata.density == density)
  }
}
