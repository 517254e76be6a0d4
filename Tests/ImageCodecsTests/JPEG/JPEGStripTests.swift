import ConvCore
import Foundation
import ImageCodecs
import Testing

@Suite("JPEG in strips")
struct JPEGStripTests {
  /// Waves and noise, different in each channel.
  private func samples(_ shape: ImageShape) -> [UInt8] {
    var generator = SplitMix64(seed: 5)
    return (0..<shape.count).map { index in
      let (pixel, channel) = (index / shape.channels, index % shape.channels)
      let wave = (pixel % shape.width) * (channel + 2) + pixel / shape.width * 3
      return UInt8(truncatingIfNeeded: wave / 4 + Int(generator.next() % 9))
    }
  }

  private func info(_ shape: ImageShape) -> ImageInfo {
    ImageInfo(format: .jpeg, shape: shape, sampleType: .uint8, hasAlpha: false)
  }

  private func file(_ shape: ImageShape, quality: Int, bands: Int) throws -> [UInt8] {
    try encode(
      info(shape), .uint8(samples(shape)), EncodingOptions(jpegQuality: quality),
      strips: [Int](repeating: bands, count: shape.height / bands))
  }

  private func restarts(_ file: [UInt8]) -> Int {
    zip(file, file.dropFirst()).count { $0 == 0xFF && (0xD0...0xD7).contains($1) }
  }

  /// The picture's samples, written as stripes below 1 megapixel, which have no markers.
  ///
  /// Blocks of 16 rows depend on nothing outside, so the stripes decode to the same samples.
  private func plain(_ shape: ImageShape, quality: Int) throws -> (samples: [UInt8], bytes: Int) {
    let rows = 992_000 / shape.width / 16 * 16
    let samples = samples(shape)
    var (result, bytes): ([UInt8], Int) = ([], 0)
    for first in stride(from: 0, to: shape.height, by: rows) {
      let part = ImageShape(
        height: min(rows, shape.height - first), width: shape.width, channels: shape.channels)
      let range = first * shape.rowLength..<(first + part.height) * shape.rowLength
      let file = try encode(
        info(part), .uint8(Array(samples[range])), EncodingOptions(jpegQuality: quality))
      #expect(restarts(file) == 0)
      result += try decoded(file)
      bytes += file.count
    }
    return (result, bytes)
  }

  private func decoded(_ file: [UInt8]) throws -> [UInt8] {
    guard case .uint8(let samples) = try Decoded(file).samples else { return [] }
    return samples
  }

  @Test(
    "the bytes do not depend on the bands, nor the samples on the markers",
    arguments: [(1, 85), (1, 95), (3, 85), (3, 95)])
  func samples(_ channels: Int, _ quality: Int) throws {
    let shape = ImageShape(height: 1210, width: 1003, channels: channels)
    let whole = try file(shape, quality: quality, bands: shape.height)
    for bands in [1, 31, 80, 512] {
      let isSame = try file(shape, quality: quality, bands: bands) == whole
      #expect(isSame, "bands of \(bands) rows")
    }
    // 65,536 pixels take 66 rows of 1003: strips of 80, which are 16, and 15 markers.
    #expect(restarts(whole) == 15)
    let plain = try plain(shape, quality: quality)
    // Half-resolution color is interpolated across the seams of stripes: those rows may differ.
    let isColorHalved = channels == 3 && quality < 90
    let result = try decoded(whole)
    #expect(result.count == plain.samples.count)
    let differing = zip(result, plain.samples).count { $0 != $1 }
    #expect(differing <= (isColorHalved ? 2 * shape.rowLength : 0))
    #expect(Double(whole.count) < 1.01 * Double(plain.bytes))
  }

  @Test("a picture that lacks rows is no file")
  func missingRows() throws {
    let shape = ImageShape(height: 1000, width: 1100, channels: 1)
    let writer = try makeWriter(info(shape), to: MemorySink())
    try writer.append(
      try writer.encode(.uint8([UInt8](repeating: 7, count: 999 * 1100)), rows: 0..<999))
    #expect(throws: CodecError.self) { try writer.finish() }
  }

  @Test("a narrow or a wide picture has few markers", arguments: [(16, 65_500), (65_500, 16)])
  func extremes(_ width: Int, _ height: Int) throws {
    let shape = ImageShape(height: height, width: width, channels: 3)
    let file = try file(shape, quality: 80, bands: 100)
    #expect(restarts(file) == (width == 16 ? 15 : 0))
    #expect(try decoded(file).count == shape.count)
  }
}
