import ConvCore
import ConvNet
import Foundation
import PictureSets
import TestSupport
import Testing

@Suite("Random changes of pictures")
struct AugmentationTests {
  private let folder: TemporaryFolder
  private let set: PictureSet

  init() throws {
    folder = try TemporaryFolder()
    try DrawnPictures.write(to: folder.url, perClass: 1, side: 12)
    set = try PictureSet(path: folder.url.path, options: PictureSetOptions())
  }

  private func loaded(_ changes: Set<PictureChange>?, _ index: Int, seed: UInt64) -> [Float] {
    let images = PictureImages(
      set, Array(0..<set.count), augmentation: changes.map { PictureAugmentation($0) })
    var tensor = Tensor(set.shape)
    var generator = SplitMix64(seed: seed)
    images.load(index, into: &tensor, lane: 3, using: &generator)
    return tensor.image(3)
  }

  @Test("one seed gives one picture, and values stay between black and white")
  func seeds() {
    for change in PictureChange.allCases {
      let first = loaded([change], 2, seed: 5)
      #expect(first == loaded([change], 2, seed: 5), "\(change)")
      #expect(first.allSatisfy { (0...1).contains($0) }, "\(change)")
      let others = (0..<8).map { loaded([change], 2, seed: $0) }
      #expect(Set(others).count > 1, "\(change)")
    }
  }

  @Test("flip gives the picture or its mirror image, and nothing else")
  func flip() {
    let plain = loaded(nil, 7, seed: 0)
    let mirror = (0..<3 * 12).flatMap { row in plain[row * 12..<row * 12 + 12].reversed() }
    let found = Set((0..<20).map { loaded([.flip], 7, seed: $0) })
    #expect(found == [plain, mirror])
  }

  @Test("shift moves whole pixels by at most an eighth of a side, and edges fill the rest")
  func shift() {
    let plain = loaded(nil, 3, seed: 0)
    var moved: [[Float]] = []
    for down in -1...1 {
      for right in -1...1 {
        moved.append(
          (0..<3).flatMap { channel in
            (0..<12).flatMap { y in
              (0..<12).map { x in
                let (row, column) = (min(max(y - down, 0), 11), min(max(x - right, 0), 11))
                return plain[(channel * 12 + row) * 12 + column]
              }
            }
          })
      }
    }
    for seed in 0..<30 { #expect(moved.contains(loaded([.shift], 3, seed: UInt64(seed)))) }
  }

  @Test("brightness multiplies all samples by one factor between 0.75 and 1.25")
  func brightness() {
    let plain = loaded(nil, 1, seed: 0)
    for seed in 0..<10 {
      let found = loaded([.brightness], 1, seed: UInt64(seed))
      let ratios = zip(found, plain).filter { $1 > 0.05 && $0 < 0.999 }.map { $0 / $1 }
      guard let first = ratios.first else { continue }
      #expect((0.749...1.251).contains(first))
      #expect(ratios.allSatisfy { abs($0 - first) < 1e-3 })
    }
  }
}
