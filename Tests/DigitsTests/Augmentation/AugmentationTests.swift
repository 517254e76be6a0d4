import Digits
import Foundation
import Testing

/// Draws the lowest or the highest value of every range.
private struct Extreme: RandomNumberGenerator {
  let isHigh: Bool
  func next() -> UInt64 { isHigh ? .max : 0 }
}

@Suite("Augmentation")
struct AugmentationTests {
  /// Not square, and nothing in it alike.
  private let height = 9
  private let width = 12
  private var image: [UInt8] { (0..<108).map { UInt8($0 * 73 % 251) } }

  private func result(
    _ augmentation: Augmentation, high: Bool = true, of image: [UInt8]? = nil
  ) -> [Float] {
    var output = [Float](repeating: -1, count: height * width)
    var generator = Extreme(isHigh: high)
    augmentation.augmented(
      (image ?? self.image)[...], height: height, width: width, into: &output, at: 0,
      using: &generator)
    return output
  }

  @Test("the divisor is the same with and without augmentation")
  func divisor() {
    var output = [Float](repeating: -1, count: height * width)
    var generator = Extreme(isHigh: true)
    Augmentation.none.augmented(
      image[...], height: height, width: width, into: &output, at: 0, divisor: 2,
      using: &generator)
    #expect(output == image.map { Float($0) / 2 })
  }

  private func spot(_ y: Int, _ x: Int) -> [UInt8] {
    var image = [UInt8](repeating: 0, count: height * width)
    image[y * width + x] = 255
    return image
  }

  private func brightest(_ output: [Float]) -> (y: Int, x: Int) {
    let index = output.indices.max { output[$0] < output[$1] } ?? 0
    return (index / width, index % width)
  }

  @Test("a shift moves pixels, and black comes in")
  func shift() {
    let moved = result(
      Augmentation(shift: 2, rotation: 0, scale: 1...1, shear: 0), high: false)
    for y in 0..<height {
      for x in 0..<width {
        let isInside = y + 2 < height && x + 2 < width
        let expected = isInside ? Float(image[(y + 2) * width + x + 2]) / 255 : 0
        #expect(moved[y * width + x] == expected)
      }
    }
  }

  @Test("a positive turn is clockwise, positive shear leans a stem to the right")
  func directions() {
    // Above the center at (4, 5.5); a quarter turn puts it to the right of the center.
    let turned = result(
      Augmentation(shift: 0, rotation: 90, scale: 1...1, shear: 0), of: spot(1, 5))
    #expect(brightest(turned) == (y: 3, x: 8) || brightest(turned) == (y: 4, x: 8))
    let leaning = result(
      Augmentation(shift: 0, rotation: 0, scale: 1...1, shear: 1), of: spot(2, 5))
    #expect(brightest(leaning) == (y: 2, x: 7))
  }

  @Test("a scale of two doubles distances from the center")
  func scale() {
    let wide = result(Augmentation(shift: 0, rotation: 0, scale: 2...2, shear: 0), of: spot(5, 6))
    // (5, 6) is (1, 0.5) from the center (4, 5.5): it comes to (6, 6.5), between two columns.
    #expect(brightest(wide).y == 6)
    #expect(abs(wide[6 * width + 6] - 0.75) < 1e-5 && abs(wide[6 * width + 7] - 0.75) < 1e-5)
  }

  @Test("all together are the map of the documentation, within the drawing's sine")
  func reference() {
    let (turn, scale, shear, shift) = (25.0, 1.3, 0.2, 0.7)
    let augmentation = Augmentation(
      shift: Float(shift), rotation: Float(turn), scale: Float(scale)...Float(scale),
      shear: Float(shear))
    let output = result(augmentation)
    let (c, s) = (cos(turn * .pi / 180), sin(turn * .pi / 180))
    for y in 0..<height {
      for x in 0..<width {
        let (tx, ty) = (Double(x) - 5.5 - shift, Double(y) - 4 - shift)
        let (ux, uy) = (c * tx + s * ty, -s * tx + c * ty)
        let expected = bilinear((uy / scale) + 4, (ux + shear * uy) / scale + 5.5)
        #expect(abs(Double(output[y * width + x]) - expected) < 0.03)
      }
    }
  }

  /// The image between its pixels, black outside.
  private func bilinear(_ y: Double, _ x: Double) -> Double {
    var sum = 0.0
    for row in 0..<height {
      for column in 0..<width {
        let weight = max(0, 1 - abs(y - Double(row))) * max(0, 1 - abs(x - Double(column)))
        sum += weight * Double(image[row * width + column]) / 255
      }
    }
    return sum
  }

  @Test("an image goes into its lane of a batch, and no other float is touched")
  func lanes() {
    var batch = [Float](repeating: -1, count: height * width * 16)
    var generator = Extreme(isHigh: true)
    Augmentation.none.augmented(
      image[...], height: height, width: width, into: &batch, at: 5, step: 16, using: &generator)
    for (index, value) in batch.enumerated() {
      #expect(value == (index % 16 == 5 ? Float(image[index / 16]) / 255 : -1))
    }
  }
}
