import ConvCore
import Digits
import Foundation
import ImageCodecs
import ImageFilters
import TestSupport
import Testing

@Suite("Drawn and prepared digits")
struct DrawnDigitTests {
  @Test("a seed draws the same digits, another seed others, labels in equal numbers")
  func synthetic() {
    let digits = DigitSet.synthetic(count: 40, seed: 5)
    #expect(digits == DigitSet.synthetic(count: 40, seed: 5))
    #expect(digits != DigitSet.synthetic(count: 40, seed: 6))
    for digit in 0...9 { #expect(digits.labels.count { $0 == digit } == 4) }
  }

  @Test("digits are bright on black, in a box of 20 pixels, centered by mass")
  func layout() {
    let digits = DigitSet.synthetic(count: 60, seed: 2)
    for index in 0..<digits.count {
      let image = Array(digits.image(index))
      var (mass, x, y) = (0.0, 0.0, 0.0)
      for place in image.indices {
        mass += Double(image[place])
        x += Double(image[place]) * Double(place % 28)
        y += Double(image[place]) * Double(place / 28)
      }
      #expect(mass > 255 * 15 && image.max() ?? 0 > 200)
      // The center of 28 pixels is 13.5; MNIST puts the mass within half a pixel or so of 14.
      #expect(abs(x / mass - 13.75) < 1.1 && abs(y / mass - 13.75) < 1.1, "digit \(index)")
    }
  }

  @Test("no augmentation hands the image on, the default moves it but keeps its ink")
  func augmentation() {
    let digits = DigitSet.synthetic(count: 10, seed: 3)
    var generator = SplitMix64(seed: 1)
    for index in 0..<10 {
      let image = digits.image(index)
      var same = [Float](repeating: 0, count: 784)
      Augmentation.none.augmented(
        image, height: 28, width: 28, into: &same, at: 0, using: &generator)
      let exact = image.map { Double($0) / 255 }
      #expect(largestDifference(same.map(Double.init), exact) < 1e-5)
      var moved = [Float](repeating: 0, count: 784)
      Augmentation().augmented(
        image, height: 28, width: 28, into: &moved, at: 0, using: &generator)
      let ratio = Double(moved.reduce(0, +)) / exact.reduce(0, +)
      #expect(moved != same && ratio > 0.75 && ratio < 1.3)
    }
  }

  /// A bar with a foot, `ink` on `paper`, somewhere on a large sheet whose light falls off.
  private func photo(ink: Float, paper: Float, slope: Float) -> Image {
    let rows: [[Float]] = (0..<150).map { y in
      (0..<220).map { x in
        let isInk =
          ((40..<100).contains(y) && (150..<160).contains(x))
          || ((92..<100).contains(y) && (135..<175).contains(x))
        return (isInk ? ink : paper) + slope * Float(x) / 220
      }
    }
    return Image(rows: rows)
  }

  @Test("a photo is prepared whatever its polarity, its light and the digit's place")
  func preparation() throws {
    for (ink, paper, slope) in [(30, 220, 0), (230, 20, 0), (40, 150, 70)]
      as [(Float, Float, Float)]
    {
      let prepared = try DigitPreparation.prepare(photo(ink: ink, paper: paper, slope: slope))
      #expect(prepared.shape == ImageShape(height: 28, width: 28, channels: 1))
      let bright = (0..<784).filter { prepared.samples[$0] > 128 }
      let rows = bright.map { $0 / 28 }
      // The bar is 60 high: it fills the box of 20.
      let (top, bottom) = (rows.min() ?? 0, rows.max() ?? 0)
      #expect((18...21).contains(bottom - top + 1), "\(ink) on \(paper): \(top)…\(bottom)")
      #expect(prepared[0, 0] < 32 && prepared[27, 27] < 32)
      // Upright with its foot below: more ink in the lower half.
      #expect(rows.count { $0 > (top + bottom) / 2 } > rows.count / 2)
    }
  }

  @Test("blank paper holds no digit")
  func blank() {
    let paper = Image(rows: (0..<60).map { _ in (0..<80).map { _ in 200 } })
    #expect(throws: DigitError.self) { try DigitPreparation.prepare(paper) }
  }

  @Test("the sample digits become bright strokes on black", arguments: 0...9)
  func samples(digit: Int) throws {
    let path = Fixtures.folder.deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("samples/digits/\(digit).png").path
    let image = try GrayPicture.read(try openImage(try ByteSource(path: path)))
    let prepared = try DigitPreparation.prepare(image)
    let bright = prepared.samples.count { $0 > 128 }
    #expect((20...300).contains(bright) && prepared.samples.max() ?? 0 > 240)
    #expect((0..<28).allSatisfy { prepared[0, $0] < 40 && prepared[27, $0] < 40 })
  }
}
