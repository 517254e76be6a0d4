import ConvCore
import Foundation
import ImageCodecs
import TestSupport
import Testing

/// Pooling by its definition: every window folds the pixels it holds.
private struct NaivePool {
  var kind: String
  var size = (1, 1)
  var stride = (1, 1)
  var pad = (0, 0)
  var count = (0, 0)

  func callAsFunction(_ image: Image) -> [Double] {
    var result: [Double] = []
    for m in 0..<count.0 {
      for n in 0..<count.1 {
        for channel in 0..<image.shape.channels {
          result.append(fold(window(image, m, n, channel)))
        }
      }
    }
    return result
  }

  private func window(_ image: Image, _ m: Int, _ n: Int, _ channel: Int) -> [Double] {
    var values: [Double] = []
    for i in 0..<size.0 {
      for j in 0..<size.1 {
        let (y, x) = (m * stride.0 - pad.0 + i, n * stride.1 - pad.1 + j)
        guard (0..<image.shape.height).contains(y), (0..<image.shape.width).contains(x) else {
          continue
        }
        values.append(Double(image[y, x, channel]))
      }
    }
    return values
  }

  private func fold(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let n = values.count
    return switch kind {
    case "max": sorted[n - 1]
    case "min": sorted[0]
    case "average": values.reduce(0, +) / Double(n)
    case "l2": (values.reduce(0) { $0 + $1 * $1 } / Double(n)).squareRoot()
    default: (sorted[(n - 1) / 2] + sorted[n / 2]) / 2
    }
  }
}

@Suite("pool")
struct PoolTests {
  private let sandbox: CommandSandbox
  private static let kinds = ["max", "average", "min", "l2", "median"]

  init() throws { sandbox = try CommandSandbox() }

  /// The raw result of `pool`.
  private func pooled(_ arguments: [String]) throws -> NPYFile {
    try sandbox.response(["pool"] + arguments)
  }

  private func expectEqual(_ a: [Double], _ b: [Double], _ comment: String) {
    #expect(largestDifference(a, b, relativeTo: 255) <= Tolerance.response, "\(comment)")
  }

  @Test("the slides' 4×4 matrix gives [4 5; 3 4]")
  func slides() throws {
    let matrix = Image(rows: [[1, 1, 2, 4], [2, 4, 5, 1], [3, 2, 1, 0], [1, 2, 3, 4]])
    try sandbox.write("m.png", matrix)
    let array = try pooled(["m.png"])
    #expect(array.shape == [2, 2])
    #expect(array.values == [4, 5, 3, 4])
    try sandbox.succeed(["pool", "m.png"])
    #expect(sandbox.files == ["m.maxpool.png", "m.png"])
    #expect(try sandbox.picture("m.maxpool.png").samples == [4, 5, 3, 4])
  }

  @Test("every kind folds its windows, for each channel on its own", arguments: kinds)
  func everyKind(kind: String) throws {
    for channels in [1, 3] {
      let image = Image.random(height: 9, width: 13, channels: channels, seed: 13)
      try sandbox.write("x.png", image)
      var naive = NaivePool(kind: kind, size: (2, 2), stride: (2, 2), count: (4, 6))
      expectEqual(try pooled(["--\(kind)", "x.png"]).values, naive(image), "2×2")
      naive = NaivePool(kind: kind, size: (3, 4), stride: (2, 3), count: (4, 4))
      let call = ["--\(kind)", "--size", "3x4", "--stride", "2x3", "x.png"]
      expectEqual(try pooled(call).values, naive(image), "3×4, stride 2×3")
    }
  }

  @Test("--ceil keeps a last window that is only partly filled", arguments: kinds)
  func ceil(kind: String) throws {
    let image = Image.random(height: 7, width: 10, seed: 14)
    try sandbox.write("x.png", image)
    let naive = NaivePool(kind: kind, size: (3, 3), stride: (3, 3), count: (3, 4))
    let array = try pooled(["--\(kind)", "--size", "3", "--ceil", "x.png"])
    #expect(array.shape == [3, 4])
    expectEqual(array.values, naive(image), kind)
  }

  @Test("--padding adds windows at the edges that hold fewer pixels", arguments: kinds)
  func padding(kind: String) throws {
    let image = Image.random(height: 7, width: 10, seed: 15)
    try sandbox.write("x.png", image)
    var naive = NaivePool(kind: kind, size: (3, 3), stride: (2, 2), pad: (1, 1), count: (4, 5))
    let call = ["--\(kind)", "--size", "3", "--stride", "2", "x.png", "--padding"]
    expectEqual(try pooled(call + ["1"]).values, naive(image), "1")
    // Same: ⌈7/2⌉ × ⌈10/2⌉ windows; the odd pixel of the columns goes to the right.
    naive.pad = (1, 0)
    let same = try pooled(call + ["same"])
    #expect(same.shape == [4, 5])
    expectEqual(same.values, naive(image), "same")
    naive = NaivePool(kind: kind, size: (3, 3), stride: (2, 2), count: (3, 4))
    expectEqual(try pooled(call + ["valid"]).values, naive(image), "valid")
  }

  @Test("--global is one window", arguments: kinds)
  func global(kind: String) throws {
    let image = Image.random(height: 8, width: 7, channels: 3, seed: 16)
    try sandbox.write("x.png", image)
    let naive = NaivePool(kind: kind, size: (8, 7), stride: (1, 1), count: (1, 1))
    let array = try pooled(["--\(kind)", "--global", "x.png"])
    #expect(array.shape == [1, 1, 3])
    expectEqual(array.values, naive(image), kind)
    try sandbox.succeed(["pool", "--\(kind)", "--global", "x.png"])
    #expect(
      try sandbox.picture("x.\(kind)pool-global.png").info.shape
        == ImageShape(height: 1, width: 1, channels: 3))
  }

  @Test("16 bits stay 16 bits, and floats are pooled as they are")
  func depths() throws {
    let deep = Image.random(height: 6, width: 6, in: 0...65535, seed: 17)
    try sandbox.write("deep.png", deep, depth: 16)
    try sandbox.succeed(["pool", "deep.png"])
    let naive = NaivePool(kind: "max", size: (2, 2), stride: (2, 2), count: (3, 3))
    let picture = try sandbox.picture("deep.maxpool.png")
    #expect(picture.info.sampleType == .uint16 && picture.samples == naive(deep))
    let floats = Image.random(height: 6, width: 6, in: -1e3...1e3, real: true, seed: 18)
    try sandbox.writeArray("f.npy", floats)
    #expect(try pooled(["f.npy"]).values == naive(floats))
  }
}
