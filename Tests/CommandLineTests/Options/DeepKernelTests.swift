import ConvCore
import Foundation
import ImageCodecs
import TestSupport
import Testing

@Suite("filter: kernels from files, through the depth, and banks")
struct DeepKernelTests {
  private let sandbox: CommandSandbox

  init() throws { sandbox = try CommandSandbox() }

  private func write(_ name: String, _ kernels: [Kernel], isBank: Bool = true) throws {
    let size = kernels[0].size
    let sides = [size.height, size.width] + (kernels[0].depth > 1 ? [kernels[0].depth] : [])
    try sandbox.write(
      name,
      NPYFile(
        shape: (isBank ? [kernels.count] : []) + sides, values: kernels.flatMap(\.coefficients)
      ).data)
  }

  @Test("a 5×5×3 kernel on a 32×32×3 picture with --border valid gives one 28×28 map")
  func kernelSpansTheDepth() throws {
    let image = Image.random(height: 32, width: 32, channels: 3, seed: 2)
    let kernel = Kernel.random(height: 5, width: 5, depth: 3, seed: 3)
    try sandbox.write("x.png", image)
    try write("k.npy", [kernel], isBank: false)
    let call = ["filter", "--kernel", "k.npy", "x.png"]
    let valid = try sandbox.response(call + ["--border", "valid"])
    #expect(valid.shape == [28, 28])
    #expect(valid.values == Naive.filtered(image, kernel, border: .zero, valid: true))
    let same = try sandbox.response(call)
    #expect(same.shape == [32, 32])
    #expect(same.values == Naive.filtered(image, kernel, border: .replicate))
    let correlated = try sandbox.response(call + ["--correlate", "--border", "wrap"])
    #expect(
      correlated.values == Naive.filtered(image, kernel, border: .wrap, flips: false))
    try sandbox.succeed(call)
    #expect(try sandbox.picture("x.kernel-k.png").info.shape.channels == 1)
  }

  @Test("a map of a color picture can be viewed in any way", arguments: ["stretch", "diverging"])
  func deepViews(view: String) throws {
    let image = Image.random(height: 12, width: 9, channels: 3, seed: 8)
    let kernel = Kernel.random(height: 3, width: 3, depth: 3, seed: 9)
    try sandbox.write("x.png", image)
    try write("k.npy", [kernel], isBank: false)
    try write("bank.npy", [kernel, kernel.rotated180])
    try sandbox.succeed(["filter", "--kernel", "k.npy", "--view", view, "x.png"])
    let picture = try sandbox.picture("x.kernel-k.png")
    #expect(picture.info.shape.channels == (view == "diverging" ? 3 : 1))
    let response = Naive.filtered(image, kernel, border: .replicate)
    let largest = try #require(response.indices.max { response[$0] < response[$1] })
    let smallest = try #require(response.indices.min { response[$0] < response[$1] })
    if view == "diverging" {
      let (red, blue) = (picture.channel(0), picture.channel(2))
      for place in [largest, smallest] {
        #expect((red[place] > blue[place]) == (response[place] > 0))
      }
    } else {
      #expect(picture.samples[largest] == 255 && picture.samples[smallest] == 0)
    }
    try sandbox.succeed(["filter", "--bank", "bank.npy", "--view", view, "x.png"])
  }

  @Test("a bank of six gives 28×28×6, or a labelled sheet of six maps")
  func bank() throws {
    let image = Image.random(height: 32, width: 32, channels: 3, seed: 4)
    let kernels = (0..<6).map { Kernel.random(height: 5, width: 5, depth: 3, seed: UInt64($0)) }
    try sandbox.write("x.png", image)
    try write("bank.npy", kernels)
    let call = ["filter", "--bank", "bank.npy", "--border", "valid", "x.png"]
    let maps = try sandbox.response(call)
    #expect(maps.shape == [28, 28, 6])
    let naive = kernels.map { Naive.filtered(image, $0, border: .zero, valid: true) }
    for (index, expected) in naive.enumerated() {
      let map = stride(from: index, to: maps.values.count, by: 6).map { maps.values[$0] }
      #expect(map == expected, "map \(index)")
    }
    try sandbox.succeed(call + ["--view", "abs", "--scale", "0.01", "--zoom", "1"])
    let sheet = try sandbox.picture("x.bank-bank.png")
    #expect(sheet.info.shape.channels == 3)
    #expect(sheet.info.shape.height >= 2 * 28 && sheet.info.shape.width >= 3 * 28)
    try expectTiles(naive.map { $0.map { min(abs($0 * 0.01), 255) } }, on: sheet, side: 28)
  }

  /// Every map lies somewhere on the sheet, in rows from left to right.
  private func expectTiles(_ tiles: [[Double]], on sheet: Picture, side: Int) throws {
    let shape = sheet.info.shape
    var places: [(y: Int, x: Int)] = []
    for tile in tiles {
      let place = (0...(shape.height - side)).lazy.flatMap { y in
        (0...(shape.width - side)).lazy.map { (y: y, x: $0) }
      }.first { place in
        tile.indices.allSatisfy { index in
          let at = (place.y + index / side) * shape.width + place.x + index % side
          return abs(sheet.samples[3 * at] - tile[index]) <= 0.51
        }
      }
      places.append(try #require(place, "tile \(places.count) is not on the sheet"))
    }
    for (one, next) in zip(places, places.dropFirst()) {
      #expect(next.y > one.y || (next.y == one.y && next.x >= one.x + side))
    }
  }

  @Test("a kernel is read the same from text, .txt, .csv and .npy")
  func sources() throws {
    let image = Image.random(height: 11, width: 12, seed: 5)
    let kernel = Kernel(rows: [[1, -2, 0.5], [0, 0.25, -1]])
    try sandbox.write("x.png", image)
    try sandbox.write("k.txt", "# a comment\n1 -2 1/2\n\n0\t1/4 -1  # another\n")
    try sandbox.write("k.csv", "1, -2, 0.5\r\n0, .25, -1\r\n")
    try write("k.npy", [kernel], isBank: false)
    try sandbox.write(
      "f.npy",
      Data(
        NPYFile(shape: [2, 3], values: kernel.coefficients).bytes(
          .init(type: ">f8", isFortran: true))))
    let naive = Naive.filtered(image, kernel, border: .replicate)
    let sources = ["1 -2 1/2; 0 1/4 -1", "1,-2,.5;0,.25,-1", "k.txt", "k.csv", "k.npy", "f.npy"]
    for source in sources {
      #expect(
        try sandbox.response(["filter", "--kernel", source, "x.png"]).values == naive, "\(source)")
    }
  }

  @Test("values may begin with a minus sign")
  func leadingMinus() throws {
    let image = Image.random(height: 6, width: 6, seed: 6)
    try sandbox.write("x.png", image)
    let naive = Naive.filtered(image, Kernel(rows: [[-1, 0, 1]]), border: .replicate)
    #expect(try sandbox.response(["filter", "--kernel", "-1 0 1", "x.png"]).values == naive)
    #expect(try sandbox.response(["filter", "--kernel=-1 0 1", "x.png"]).values == naive)
    #expect(try sandbox.response(["filter", "x.png", "--kernel", "-1 0 1"]).values == naive)
    let scaled = ["filter", "--identity", "--scale", "-1", "--bias", "-2", "x.png"]
    #expect(try sandbox.response(scaled).values == image.samples.map { -Double($0) - 2 })
    try sandbox.succeed(["filter", "--motion", "5,-30", "x.png"])
    let chained = ["filter", "--identity", "--then", "kernel -1 0 1", "x.png"]
    #expect(try sandbox.response(chained).values == naive)
  }

  @Test("--then is the same as one step after the other, nothing rounded in between")
  func chain() throws {
    let image = Image.random(height: 19, width: 23, channels: 3, seed: 7)
    try sandbox.write("x.png", image)
    try sandbox.succeed(["filter", "--gaussian", "1.2", "x.png", "-o", "one.npy"])
    try sandbox.succeed(["filter", "--laplacian", "one.npy", "-o", "two.npy"])
    try sandbox.succeed(["filter", "--median", "3", "two.npy", "-o", "three.npy"])
    let call = ["filter", "--gaussian", "1.2", "--then", "laplacian", "x.png"]
    #expect(try sandbox.response(call).values == sandbox.array("two.npy").values)
    let longer = try sandbox.response(call + ["--then", "median 3"])
    #expect(longer.values == (try sandbox.array("three.npy").values))
  }
}
