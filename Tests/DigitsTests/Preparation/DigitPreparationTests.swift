import ConvCore
import Digits
import TestSupport
import Testing

@Suite("Preparing hard pictures")
struct DigitPreparationTests {
  /// A seven, 60 rows high and 40 wide, with lines of `line` pixels.
  private func isInk(_ y: Int, _ x: Int, line: Int = 8) -> Bool {
    guard (0..<60).contains(y), (0..<40).contains(x) else { return false }
    return y < line || abs(x - (39 - line / 2 - y * 25 / 60)) <= line / 2
  }

  private func sheet(
    height: Int = 200, width: Int = 300, at place: (y: Int, x: Int), line: Int = 8,
    _ light: (Int, Int, Bool) -> Float
  ) -> Image {
    Image(
      rows: (0..<height).map { y in
        (0..<width).map { x in light(y, x, isInk(y - place.y, x - place.x, line: line)) }
      })
  }

  private let clean: Image

  init() throws {
    let shape = ImageShape(height: 100, width: 100, channels: 1)
    var image = Image(shape: shape, samples: [Float](repeating: 230, count: 10_000))
    for y in 0..<60 {
      for x in 0..<40 where y < 8 || abs(x - (35 - y * 25 / 60)) <= 4 {
        image.samples[(y + 20) * 100 + x + 30] = 30
      }
    }
    clean = try DigitPreparation.prepare(image)
  }

  /// Mean difference from the same digit on a clean sheet, as a share of its ink.
  private func difference(_ picture: Image) throws -> Float {
    let prepared = try DigitPreparation.prepare(picture)
    let off = zip(prepared.samples, clean.samples).reduce(0) { $0 + abs($1.0 - $1.1) }
    return off / clean.samples.reduce(0, +)
  }

  @Test("light that falls to half and a digit in the corner change next to nothing")
  func slantedLight() throws {
    for place in [(y: 5, x: 8), (y: 130, x: 250), (y: 70, x: 120)] {
      let picture = sheet(at: place) { y, x, isInk in
        (isInk ? 0.25 : 1) * (120 + 0.2 * Float(y) + 0.3 * Float(x))
      }
      #expect(try difference(picture) < 0.15, "at \(place)")
    }
  }

  @Test("a small digit on a large sheet of slanted light keeps its polarity")
  func smallDigit() throws {
    let dark = sheet(height: 390, width: 400, at: (y: 300, x: 330)) { _, x, isInk in
      (isInk ? 0.3 : 1) * (140 + 0.25 * Float(x))
    }
    #expect(try difference(dark) < 0.15)
    let chalk = sheet(height: 390, width: 400, at: (y: 20, x: 20)) { _, x, isInk in
      (isInk ? 150 : 0) + 20 + 0.15 * Float(x)
    }
    #expect(try difference(chalk) < 0.15)
  }

  @Test("grain, specks, ruled lines and the table beside the sheet are not the digit")
  func clutter() throws {
    var generator = SplitMix64(seed: 4)
    let picture = sheet(at: (y: 60, x: 100)) { y, x, isInk in
      let grain = 8 * (generator.unit() - 0.5)
      if x >= 290 { return 60 + grain }
      if (y == 30 || y == 31) && (x == 40 || x == 41) { return 20 }
      if y % 40 == 10 && !isInk { return 190 + grain }
      return (isInk ? 40 : 220) + grain
    }
    #expect(try difference(picture) < 0.2)
  }

  @Test("a hard shadow across the sheet is light, not ink")
  func shadow() throws {
    let picture = sheet(at: (y: 60, x: 60)) { _, x, isInk in
      let edge = min(max((Float(x) - 140) / 12, 0), 1)
      return (isInk ? 0.2 : 1) * (220 - 80 * edge)
    }
    #expect(try difference(picture) < 0.2)
  }

  @Test("a hair line comes out as wide as MNIST's thinnest")
  func thinLine() throws {
    let picture = sheet(at: (y: 50, x: 80), line: 1) { _, _, isInk in isInk ? 40 : 220 }
    let prepared = try DigitPreparation.prepare(picture)
    let ink = prepared.samples.reduce(0, +) / 255
    // A bar of 13 and a stem of 20 pixels, about two wide.
    #expect((45...100).contains(ink), "\(ink)")
  }

  @Test("an image of MNIST's kind is only moved, and its negative gives nearly the same")
  func alreadyPrepared() throws {
    let digits = DigitSet.synthetic(count: 20, seed: 9)
    for index in 0..<20 {
      let samples = digits.image(index).map(Float.init)
      let shape = ImageShape(height: 28, width: 28, channels: 1)
      let image = Image(shape: shape, samples: samples)
      let prepared = try DigitPreparation.prepare(image)
      #expect(prepared.samples == samples)
      let negative = Image(shape: shape, samples: samples.map { 255 - $0 })
      let again = try DigitPreparation.prepare(negative)
      let overlap = zip(again.samples, samples).reduce(0) { $0 + min($1.0, $1.1) }
      #expect(overlap > 0.7 * samples.reduce(0, +), "image \(index)")
    }
  }

  @Test("grain alone, and numbers that are none, hold no digit")
  func noInk() {
    var generator = SplitMix64(seed: 8)
    let grain = Image(
      rows: (0..<120).map { _ in (0..<90).map { _ in 180 + 20 * (generator.unit() - 0.5) } })
    let broken = Image(rows: [[0, .nan], [1, 2]])
    for picture in [grain, broken] {
      #expect {
        try DigitPreparation.prepare(picture)
      } throws: { error in
        (error as? DigitError)?.description.contains("no ink found") == true
      }
    }
  }
}
