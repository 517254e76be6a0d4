import ConvCore
import Digits
import Foundation
import Testing

/// Records what a generator draws.
private struct Recorder: RandomNumberGenerator {
  var generator: SplitMix64
  var drawn: [UInt64] = []

  mutating func next() -> UInt64 {
    drawn.append(generator.next())
    return drawn[drawn.count - 1]
  }
}

@Suite("Elastic distortion")
struct ElasticFieldTests {
  private func field(
    _ height: Int, _ width: Int, _ strength: Float, seed: UInt64
  ) -> [SIMD2<Float>] {
    var generator = SplitMix64(seed: seed)
    return ElasticField(
      height: height, width: width, strength: SIMD2(strength, strength), using: &generator
    ).displacements
  }

  @Test("one seed gives one field, another seed another, and strength 0 none")
  func seeds() {
    #expect(field(28, 28, 3, seed: 4) == field(28, 28, 3, seed: 4))
    #expect(field(28, 28, 3, seed: 4) != field(28, 28, 3, seed: 5))
    #expect(field(5, 9, 0, seed: 4).allSatisfy { $0 == .zero })
    #expect(field(1, 1, 2, seed: 4).count == 1)
  }

  @Test("no displacement exceeds the strength, and neighbors differ by at most 8 · strength / side")
  func smoothness() {
    for seed in 1...40 as ClosedRange<UInt64> {
      let (height, width) = (28, 20)
      let field = field(height, width, 3, seed: seed)
      for y in 0..<height {
        for x in 0..<width {
          let place = y * width + x
          #expect(abs(field[place].x) <= 3.0001 && abs(field[place].y) <= 3.0001)
          if x > 0 {
            let step = field[place] - field[place - 1]
            #expect(max(abs(step.x), abs(step.y)) <= 8 * 3 / 20 + 1e-4)
          }
          if y > 0 {
            let step = field[place] - field[place - width]
            #expect(max(abs(step.x), abs(step.y)) <= 8 * 3 / 28 + 1e-4)
          }
        }
      }
    }
  }

  @Test("the standard deviation is about 0.28 times the strength")
  func deviation() {
    let values = (1...300).flatMap { seed in
      field(28, 28, 1, seed: UInt64(seed)).map { Double($0.x) }
    }
    let mean = values.reduce(0, +) / Double(values.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    #expect(abs(variance.squareRoot() - 0.28) < 0.02 && abs(mean) < 0.02)
  }

  /// The cubic B-spline around 0, by its own definition: the convolution of four boxes.
  private func spline(_ x: Double) -> Double {
    let x = abs(x)
    if x < 1 { return 2.0 / 3 - x * x + x * x * x / 2 }
    return x < 2 ? (2 - x) * (2 - x) * (2 - x) / 6 : 0
  }

  @Test("the field is the spline surface of the documentation over the drawn nodes")
  func reference() {
    let (height, width) = (11, 28)
    var recorder = Recorder(generator: SplitMix64(seed: 6))
    let field = ElasticField(
      height: height, width: width, strength: SIMD2(2, 5), using: &recorder
    ).displacements
    #expect(recorder.drawn.count == 2 * 7 * 7)
    let nodes = recorder.drawn.map { Double($0 >> 40) / 0x1p23 - 1 }
    for y in 0..<height {
      for x in 0..<width {
        // Node 1 lies on the image's edge.
        let row = (Double(y) + 0.5) * 4 / Double(height) + 1
        let column = (Double(x) + 0.5) * 4 / Double(width) + 1
        var (right, down) = (0.0, 0.0)
        for j in 0..<7 {
          for i in 0..<7 {
            let weight = spline(row - Double(j)) * spline(column - Double(i))
            right += 2 * weight * nodes[2 * (7 * j + i)]
            down += 5 * weight * nodes[2 * (7 * j + i) + 1]
          }
        }
        let found = field[y * width + x]
        #expect(abs(Double(found.x) - right) < 1e-5 && abs(Double(found.y) - down) < 1e-5)
      }
    }
  }

  private let image = (0..<28 * 28).map { UInt8($0 * 73 % 251) }

  private func augmented(_ augmentation: Augmentation, seed: UInt64) -> [Float] {
    var output = [Float](repeating: -1, count: 28 * 28)
    var generator = SplitMix64(seed: seed)
    augmentation.augmented(
      image[...], height: 28, width: 28, into: &output, at: 0, using: &generator)
    return output
  }

  @Test("an augmentation of strength 0 is the augmentation without it, to the bit")
  func identity() {
    for seed in 1...5 as ClosedRange<UInt64> {
      #expect(
        augmented(Augmentation(elastic: 0), seed: seed) == augmented(Augmentation(), seed: seed))
      #expect(
        augmented(Augmentation(elastic: 2), seed: seed) != augmented(Augmentation(), seed: seed))
    }
  }

  @Test("each pixel comes from where the field points, between four pixels, black outside")
  func displacement() {
    var augmentation = Augmentation.none
    augmentation.elastic = 4
    let found = augmented(augmentation, seed: 8)
    // The pose draws six numbers first.
    var generator = SplitMix64(seed: 8)
    for _ in 0..<6 { _ = generator.next() }
    let field = ElasticField(
      height: 28, width: 28, strength: SIMD2(4, 4), using: &generator
    ).displacements
    for (place, displacement) in field.enumerated() {
      let y = Double(place / 28) + Double(displacement.y)
      let x = Double(place % 28) + Double(displacement.x)
      var sum = 0.0
      for row in Int(y.rounded(.down))...Int(y.rounded(.down)) + 1 where 0..<28 ~= row {
        for column in Int(x.rounded(.down))...Int(x.rounded(.down)) + 1 where 0..<28 ~= column {
          let weight = (1 - abs(y - Double(row))) * (1 - abs(x - Double(column)))
          sum += weight * Double(image[row * 28 + column]) / 255
        }
      }
      #expect(abs(Double(found[place]) - sum) < 1e-4)
    }
  }
}
