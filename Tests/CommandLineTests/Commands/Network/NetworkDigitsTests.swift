import Foundation
import TestSupport
import Testing

@Suite("make-digits")
struct NetworkDigitsTests {
  private static let names = [
    "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte", "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
  ]

  private let sandbox: CommandSandbox

  init() throws { sandbox = try CommandSandbox() }

  private func make(_ folder: String, _ options: [String]) throws -> [Data] {
    try sandbox.succeed(["make-digits", "-o", folder] + options)
    return try NetworkDigitsTests.names.map { try sandbox.data("\(folder)/\($0)") }
  }

  @Test("the four files are IDX files of the counts asked for, with as many of each digit")
  func files() throws {
    let files = try make("d", ["--train", "40", "--test", "20"])
    #expect(sandbox.files == NetworkDigitsTests.names.map { "d/\($0)" })
    for (images, labels, count) in [(files[0], files[1], 20), (files[2], files[3], 40)] {
      #expect(images.prefix(16) == IDX.file(magic: 2051, [count, 28, 28], []))
      #expect(labels.prefix(8) == IDX.file(magic: 2049, [count], []))
      #expect(images.count == 16 + count * 784 && labels.count == 8 + count)
      let digits = labels.dropFirst(8)
      #expect((0..<10).allSatisfy { digit in digits.count { Int($0) == digit } == count / 10 })
      for index in 0..<count {
        let pixels = images.dropFirst(16 + index * 784).prefix(784).map { Double($0) }
        expectLooksLikeMNIST(pixels)
      }
    }
    let train = files[2].dropFirst(16)
    #expect(!train.starts(with: files[0].dropFirst(16)))
  }

  /// Bright strokes on black, their center of mass in the middle.
  private func expectLooksLikeMNIST(_ pixels: [Double]) {
    let sum = pixels.reduce(0, +)
    let y = pixels.indices.reduce(0) { $0 + Double($1 / 28) * pixels[$1] } / sum
    let x = pixels.indices.reduce(0) { $0 + Double($1 % 28) * pixels[$1] } / sum
    #expect((12.5...15).contains(y) && (12.5...15).contains(x), "\(y), \(x)")
    #expect((pixels.max() ?? 0) > 150)
    #expect(pixels.count { $0 == 0 } > 392)
    #expect(pixels.count { $0 > 100 } > 15)
  }

  @Test("the same seed draws the same bytes, another seed others")
  func seeds() throws {
    let options = ["--train", "12", "--test", "10", "--seed"]
    let (first, again) = (try make("a", options + ["7"]), try make("b", options + ["7"]))
    let other = try make("c", options + ["8"])
    #expect(first == again)
    #expect(first[0] != other[0] && first[2] != other[2])
    #expect(first[0].dropFirst(16) != first[2].dropFirst(16).prefix(7840))
  }

  @Test("digits that are there stay unless --force is said")
  func existing() throws {
    let options = ["--train", "10", "--test", "10"]
    let first = try make("d", options)
    try sandbox.fail(
      73, ["make-digits", "-o", "d", "--seed", "5"] + options, saying: ["d", "--force"])
    #expect(try NetworkDigitsTests.names.map { try sandbox.data("d/\($0)") } == first)
    #expect(try make("d", options + ["--seed", "5", "--force"]) != first)
  }

  @Test("--limit alone draws a tenth as many test digits")
  func limit() throws {
    let files = try make("d", ["--limit", "40"])
    #expect(files[2].count == 16 + 40 * 784 && files[0].count == 16 + 4 * 784)
    #expect(try make("e", ["--limit", "40", "--test", "7"])[0].count == 16 + 7 * 784)
    try sandbox.fail(64, ["make-digits", "-o", "f", "--limit", "0"], saying: ["--limit"])
  }

  @Test("wrong calls and folders that cannot be")
  func wrong() throws {
    try sandbox.fail(64, ["make-digits"], saying: ["-o"])
    try sandbox.fail(64, ["make-digits", "-o", "d", "--train", "0"], saying: ["--train"])
    try sandbox.fail(64, ["make-digits", "-o", "d", "--test", "many"], saying: ["--test"])
    try sandbox.write("file", "not a folder")
    try sandbox.fail(
      73, ["make-digits", "-o", "file/d", "--train", "10", "--test", "10"], saying: ["file/d"])
  }
}
