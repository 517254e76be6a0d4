import Foundation
import Testing

/// What is wrong with a folder of digits, and how that is said.
struct DigitMistake: CustomTestStringConvertible, Sendable {
  let testDescription: String
  var images = IDX.images(3)
  var labels = IDX.labels([1, 2, 3])
  let file: String
  let words: [String]

  static let imageFile = "t10k-images-idx3-ubyte"
  static let labelFile = "t10k-labels-idx1-ubyte"
  static let all = [
    DigitMistake(
      testDescription: "labels where images should be",
      images: IDX.labels([UInt8](0...9) + [UInt8](0...9)),
      file: imageFile, words: ["2049"]),
    DigitMistake(
      testDescription: "images where labels should be", labels: IDX.images(3), file: labelFile,
      words: ["2051"]),
    DigitMistake(
      testDescription: "another magic number",
      images: IDX.file(magic: 2052, [3, 28, 28], [UInt8](repeating: 0, count: 2352)),
      file: imageFile, words: ["2052"]),
    DigitMistake(
      testDescription: "fewer labels than images", labels: IDX.labels([1, 2]), file: labelFile,
      words: ["2", "3"]),
    DigitMistake(
      testDescription: "more labels than images", labels: IDX.labels([1, 2, 3, 4]),
      file: labelFile, words: ["4", "3"]),
    DigitMistake(
      testDescription: "images cut short", images: IDX.images(3).dropLast(5), file: imageFile,
      words: ["5", "short"]),
    DigitMistake(
      testDescription: "bytes behind the last image", images: IDX.images(3) + Data([7, 7]),
      file: imageFile, words: ["2"]),
    DigitMistake(
      testDescription: "half a header", images: IDX.images(3).prefix(11), file: imageFile,
      words: ["11"]),
    DigitMistake(testDescription: "an empty file", images: Data(), file: imageFile, words: []),
    DigitMistake(
      testDescription: "a header that promises more than any disk holds",
      images: IDX.file(magic: 2051, [0xFFFF_FFFF, 0xFFFF_FFFF, 0xFFFF_FFFF], [1, 2, 3]),
      file: imageFile, words: []),
    DigitMistake(
      testDescription: "a label of 10", labels: IDX.labels([1, 10, 3]), file: labelFile,
      words: ["10"]),
    DigitMistake(
      testDescription: "images of another size", images: IDX.images(3, side: 27),
      file: imageFile, words: ["27", "28"]),
    DigitMistake(
      testDescription: "no images at all", images: IDX.images(0), labels: IDX.labels([]),
      file: imageFile, words: []),
  ]
}
