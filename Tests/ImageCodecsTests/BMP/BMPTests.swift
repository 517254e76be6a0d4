import ConvCore
import ImageCodecs
import TestSupport
import Testing

@Suite("Reading BMP")
struct BMPTests {
  /// A BMP of the newest Windows 3 header, its palette and its rows.
  private func file(
    height: Int, width: Int, bits: Int, compression: Int = 0, palette: [[UInt8]] = [],
    masks: [Int] = [], pixels: [UInt8]
  ) -> [UInt8] {
    func little(_ value: Int, _ count: Int) -> [UInt8] {
      (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    let colors = palette.flatMap { color -> [UInt8] in [color[2], color[1], color[0], 0] }
    let tables: [UInt8] = masks.flatMap { little($0, 4) } + colors
    var header = Array("BM".utf8) + little(0, 8) + little(54 + tables.count, 4)
    header += little(40, 4) + little(width, 4) + little(height, 4) + little(1, 2) + little(bits, 2)
    header += little(compression, 4) + little(0, 12) + little(palette.count, 4) + little(0, 4)
    return header + tables + pixels
  }

  private let colors: [[UInt8]] = [[1, 2, 3], [40, 50, 60], [7, 8, 9], [255, 0, 128]]

  @Test("files of another program have the samples that were written")
  func fixtures() throws {
    let gray = try Decoded(try FormatFixtures.bytes("gray.bmp"))
    #expect(gray.info.format == .bmp && gray.values == FormatFixtures.samples(.u1))
    let color = try Decoded(try FormatFixtures.bytes("rgb.bmp"))
    #expect(color.values == FormatFixtures.samples(.u1, channels: 3))
  }

  @Test("indexes of 1, 4 and 8 bits, from bottom to top and from top to bottom")
  func palettes() throws {
    let one = file(
      height: 2, width: 3, bits: 1, palette: Array(colors[..<2]),
      pixels: [0b0100_0000, 0, 0, 0, 0b1110_0000, 0, 0, 0])
    #expect(try Decoded(one).values == [1, 1, 1, 0, 1, 0].flatMap { colors[$0].map(Double.init) })
    let four = file(height: -1, width: 3, bits: 4, palette: colors, pixels: [0x12, 0x30, 0, 0])
    #expect(try Decoded(four).values == [1, 2, 3].flatMap { colors[$0].map(Double.init) })
    #expect(
      failure(of: file(height: 1, width: 1, bits: 8, palette: colors, pixels: [9, 0, 0, 0]))?
        .description == "damaged BMP: color 9 of a palette of 4")
  }

  @Test("runs of 8 and of 4 bits, with jumps and ends")
  func runs() throws {
    // Bottom row: 2 2 1, then a jump over one pixel; top row: three pixels one by one.
    let eight = file(
      height: 2, width: 4, bits: 8, compression: 1, palette: colors,
      pixels: [2, 2, 1, 1, 0, 0, 0, 3, 3, 1, 2, 0, 0, 1])
    let indexes = [3, 1, 2, 0, 2, 2, 1, 0]
    #expect(try Decoded(eight).values == indexes.flatMap { colors[$0].map(Double.init) })
    let four = file(
      height: 1, width: 5, bits: 4, compression: 2, palette: colors, pixels: [5, 0x12, 0, 1])
    #expect(try Decoded(four).values == [1, 2, 1, 2, 1].flatMap { colors[$0].map(Double.init) })
    let long = file(
      height: 1, width: 2, bits: 8, compression: 1, palette: colors, pixels: [9, 1, 0, 1])
    #expect(failure(of: long)?.code == .damaged)
  }

  @Test("16 and 32 bits, with masks and without; alpha only where a mask says so")
  func masks() throws {
    let five = file(height: 1, width: 2, bits: 16, pixels: [0xFF, 0x7F, 0x1F, 0])
    #expect(try Decoded(five).values == [255, 255, 255, 0, 0, 255])
    let six = file(
      height: 1, width: 1, bits: 16, compression: 3, masks: [0xF800, 0x7E0, 0x1F],
      pixels: [0xE0, 0x07, 0, 0])
    #expect(try Decoded(six).values == [0, 255, 0])
    let wide = file(height: 1, width: 1, bits: 32, pixels: [1, 2, 3, 77])
    #expect(try Decoded(wide).values == [3, 2, 1])
    let alpha = file(
      height: 1, width: 1, bits: 32, compression: 6, masks: [0xFF, 0xFF00, 0xFF0000, 0xFF00_0000],
      pixels: [1, 2, 3, 77])
    let decoded = try Decoded(alpha)
    #expect(decoded.values == [1, 2, 3, 77] && decoded.info.hasAlpha)
  }

  @Test("what is cut short or impossible is refused")
  func damage() throws {
    let bytes = try FormatFixtures.bytes("rgb.bmp")
    for count in stride(from: 2, to: bytes.count, by: 29) {
      #expect(failure(of: Array(bytes[..<count]))?.code == .damaged, "\(count) bytes")
    }
    #expect(
      failure(of: file(height: 70_000, width: 70_000, bits: 24, pixels: []))?.code == .overLimit)
    #expect(failure(of: file(height: 1, width: 1, bits: 5, pixels: [0]))?.code == .damaged)
    #expect(
      failure(of: file(height: 1, width: 1, bits: 24, compression: 4, pixels: [0]))?.code
        == .unsupported)
  }
}
