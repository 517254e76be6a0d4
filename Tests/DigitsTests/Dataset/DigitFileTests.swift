import ConvCore
import Digits
import Foundation
import TestSupport
import Testing

@Suite("Files of digits")
struct DigitFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Images whose pixels all differ from each other's.
  private func digits(_ count: Int) -> DigitSet {
    DigitSet(
      height: 28, width: 28,
      images: (0..<count * 784).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 / 784) },
      labels: (0..<count).map { UInt8($0 * 7 % 10) })
  }

  private func write(_ name: String, _ bytes: [UInt8]) throws {
    try Data(bytes).write(to: folder.url.appendingPathComponent(name))
  }

  private func bigEndian(_ numbers: [Int]) -> [UInt8] {
    numbers.flatMap { n in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: n >> $0) } }
  }

  private func reason() -> String {
    do throws(DigitError) {
      _ = try DigitSet.load(folder: folder.url.path, split: .test)
      return "accepted"
    } catch { return error.description }
  }

  /// Writes the two files of the test split by hand, from numbers and bytes.
  private func writeTest(
    images: [Int] = [2051, 3, 28, 28], labels: [Int] = [2049, 3], imageBytes: Int = 3 * 784,
    labelBytes: [UInt8] = [1, 2, 3]
  ) throws {
    try write(
      "t10k-images-idx3-ubyte", bigEndian(images) + [UInt8](repeating: 9, count: imageBytes))
    try write("t10k-labels-idx1-ubyte", bigEndian(labels) + labelBytes)
  }

  @Test("what is written is read back, both splits by themselves")
  func roundTrip() throws {
    try digits(12).write(folder: folder.url.path, split: .train)
    #expect(!DigitSet.isPresent(folder: folder.url.path))
    try digits(5).write(folder: folder.url.path, split: .test)
    #expect(DigitSet.isPresent(folder: folder.url.path))
    #expect(try DigitSet.load(folder: folder.url.path, split: .train) == digits(12))
    #expect(try DigitSet.load(folder: folder.url.path, split: .test) == digits(5))
  }

  @Test("the files are IDX: big-endian numbers, then bytes")
  func format() throws {
    try digits(2).write(folder: folder.url.path, split: .train)
    let bytes = Array(
      try Data(contentsOf: folder.url.appendingPathComponent("train-images-idx3-ubyte")))
    #expect(Array(bytes.prefix(16)) == bigEndian([2051, 2, 28, 28]))
    #expect(bytes.count == 16 + 2 * 784)
  }

  @Test("each wrong thing has its own message, with the name of the file")
  func wrongFiles() throws {
    #expect(reason().contains("no t10k-images-idx3-ubyte there"))
    try writeTest()
    #expect(reason() == "accepted")
    try writeTest(images: [2049, 3, 28, 28])
    #expect(reason().contains("t10k-images-idx3-ubyte") && reason().contains("2051"))
    try writeTest(labels: [2049, 4], labelBytes: [1, 2, 3, 4])
    #expect(reason().contains("4 labels for the 3 images"))
    try writeTest(labelBytes: [1, 10, 3])
    #expect(reason().contains("label 1 is 10"))
    try writeTest(imageBytes: 3 * 784 - 5)
    #expect(reason().contains("5 bytes are missing"))
    try writeTest(imageBytes: 3 * 784 + 2)
    #expect(reason().contains("2 bytes too many"))
    try writeTest(images: [2051, 3, 14, 56])
    #expect(reason().contains("14×56"))
    try writeTest(images: [2051, 0xFFFF_FFFF, 0xFFFF_FFFF, 28])
    #expect(reason().contains("2 GiB"))
  }

  @Test("gzip is read as well, and not when it is cut short", .enabled(if: Tools.hasGzip))
  func gzip() throws {
    try writeTest()
    let plain = try DigitSet.load(folder: folder.url.path, split: .test)
    for name in ["t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"] {
      try Tools.gzip(folder.path(name))
    }
    #expect(try DigitSet.load(folder: folder.url.path, split: .test) == plain)
    let packed = Array(
      try Data(contentsOf: URL(fileURLWithPath: folder.path("t10k-images-idx3-ubyte.gz"))))
    try write("t10k-images-idx3-ubyte.gz", packed.dropLast(6))
    #expect(reason().contains("cut short"))
    var wrong = packed
    wrong[wrong.count - 6] ^= 1
    try write("t10k-images-idx3-ubyte.gz", wrong)
    #expect(reason().contains("broken"))
    try write("t10k-images-idx3-ubyte.gz", packed + [0])
    #expect(reason() == "accepted")
    try write("t10k-images-idx3-ubyte.gz", packed + [0, 7])
    #expect(reason().contains("too many"))
  }

  @Test("MNIST's test split is the published one", .enabled(if: Tools.mnist != nil))
  func mnist() throws {
    let digits = try DigitSet.load(folder: try #require(Tools.mnist), split: .test)
    let counts = (0...9).map { digit in digits.labels.count { $0 == digit } }
    #expect(counts == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009])
    #expect(digits.image(0).reduce(0) { $0 + Int($1) } > 0)
  }

  @Test("SHA-256 gives the digests of the standard")
  func digests() {
    #expect(
      SHA256.hexDigest(of: []) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    )
    #expect(
      SHA256.hexDigest(of: Array("abc".utf8))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    let two = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"
    #expect(
      SHA256.hexDigest(of: Array(two.utf8))
        == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
  }
}

private enum Tools {
  static let mnist = ProcessInfo.processInfo.environment["CONVTOOL_MNIST"]
  static let hasGzip = FileManager.default.isExecutableFile(atPath: "/usr/bin/gzip")

  static func gzip(_ path: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/gzip")
    process.arguments = ["-f", path]
    try process.run()
    process.waitUntilExit()
  }
}
