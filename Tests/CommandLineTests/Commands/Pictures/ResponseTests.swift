import ConvCore
import Foundation
import ImageCodecs
import TestSupport
import Testing

@Suite("filter: responses are those of the definition")
struct ResponseTests {
  private let sandbox: CommandSandbox
  private static let laplacian = Kernel(rows: [[0, 1, 0], [1, -4, 1], [0, 1, 0]])

  init() throws { sandbox = try CommandSandbox() }

  @Test("convtool filter --laplacian x.png writes x.laplacian.png: the clipped magnitude")
  func theFirstCommand() throws {
    for channels in [1, 3] {
      let image = Image.random(height: 21, width: 34, channels: channels)
      try sandbox.write("x.png", image)
      let result = try sandbox.succeed(["filter", "--laplacian", "x.png"])
      #expect(result.output.isEmpty)
      #expect(sandbox.files == ["x.laplacian.png", "x.png"])
      let picture = try sandbox.picture("x.laplacian.png")
      let naive = Naive.filtered(image, ResponseTests.laplacian, border: .replicate)
      #expect(picture.samples == naive.map { min(abs($0), 255) })
      #expect(picture.info.shape == image.shape && picture.info.sampleType == .uint8)
    }
  }

  @Test("a .npy holds the raw signed response, exact for integer kernels on 8 bits")
  func rawResponse() throws {
    let kernel = Kernel(rows: [[3, -1, 4], [1, -5, 9]])
    for channels in [1, 3] {
      let image = Image.random(height: 13, width: 17, channels: channels, seed: 3)
      try sandbox.write("x.png", image)
      let name = "out\(channels).npy"
      try sandbox.succeed(["filter", "--kernel", "3 -1 4; 1 -5 9", "x.png", "-o", name])
      let array = try sandbox.array(name)
      #expect(array.shape == [13, 17] + (channels == 1 ? [] : [3]))
      #expect(array.values == Naive.filtered(image, kernel, border: .replicate))
    }
  }

  @Test(
    "every border reads outside positions as its picture shows",
    arguments: ["replicate", "zero", "constant:-7.5", "symmetric", "reflect101", "wrap", "valid"])
  func borders(name: String) throws {
    let borders: [String: Border] = [
      "replicate": .replicate, "zero": .zero, "constant:-7.5": .constant(-7.5),
      "symmetric": .symmetric, "reflect101": .reflect101, "wrap": .wrap,
    ]
    let kernel = Kernel.random(height: 3, width: 4, seed: 4)
    let text = (0..<3).map { y in (0..<4).map { "\(kernel[y, $0])" }.joined(separator: " ") }
    for (height, width) in [(9, 8), (3, 4)] {
      let image = Image.random(height: height, width: width, seed: 5)
      try sandbox.write("x.png", image)
      let array = try sandbox.response([
        "filter", "--kernel", text.joined(separator: "; "), "--border", name, "x.png",
      ])
      let naive = Naive.filtered(
        image, kernel, border: borders[name] ?? .zero, valid: name == "valid")
      #expect(array.values == naive)
      let isValid = name == "valid"
      #expect(array.shape == [height - (isValid ? 2 : 0), width - (isValid ? 3 : 0)])
    }
  }

  @Test("an impulse gives the kernel, and with --correlate the kernel rotated")
  func impulse() throws {
    try sandbox.writeImpulse("i.png", height: 5, width: 5)
    let call = ["filter", "--kernel", "1 2 3; 4 5 6; 7 8 9", "--border", "zero", "i.png"]
    let grid = { (cells: [Double]) -> [Double] in
      let rows = [cells[0..<3], cells[3..<6], cells[6..<9]].map { [0] + $0 + [0] }
      return [0, 0, 0, 0, 0] + rows.flatMap { $0 } + [0, 0, 0, 0, 0]
    }
    #expect(try sandbox.response(call).values == grid([1, 2, 3, 4, 5, 6, 7, 8, 9]))
    #expect(
      try sandbox.response(call + ["--correlate"]).values == grid([9, 8, 7, 6, 5, 4, 3, 2, 1]))
  }

  @Test("the anchor is the cell, as written, that lies on the output pixel")
  func anchor() throws {
    try sandbox.writeImpulse("i.png", height: 5, width: 5)
    let call = ["filter", "--kernel", "1 2; 3 4", "--border", "zero", "i.png"]
    // y[m] = Σ h[i]·x[m − (i − a)]: an impulse at 2 puts h[i] at 2 + i − a.
    for (y, x) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
      var expected = [Double](repeating: 0, count: 25)
      for (index, value) in [1.0, 2, 3, 4].enumerated() {
        expected[(2 + index / 2 - y) * 5 + 2 + index % 2 - x] = value
      }
      #expect(try sandbox.response(call + ["--anchor", "\(y),\(x)"]).values == expected)
      if (y, x) == (0, 0) { #expect(try sandbox.response(call).values == expected) }
    }
  }

  @Test("derivatives are positive where brightness rises to the right or downward")
  func derivativeSigns() throws {
    var right = Image(rows: [[Float]](repeating: [Float](repeating: 0, count: 6), count: 6))
    for index in 0..<36 { right.samples[index] = Float(index % 6 * 10) }
    var down = right
    for index in 0..<36 { down.samples[index] = Float(index / 6 * 10) }
    try sandbox.write("right.png", right)
    try sandbox.write("down.png", down)
    // A step of 10 a pixel over a baseline of 2 pixels, weighted by what stands across.
    for (name, value) in [("sobel", 80.0), ("scharr", 320), ("prewitt", 60)] {
      let x = try sandbox.response(["filter", "--\(name)-x", "--border", "valid", "right.png"])
      #expect(x.values == [Double](repeating: value, count: 16))
      let y = try sandbox.response(["filter", "--\(name)-y", "--border", "valid", "down.png"])
      #expect(y.values == [Double](repeating: value, count: 16))
      let across = try sandbox.response(["filter", "--\(name)-x", "--border", "valid", "down.png"])
      #expect(across.values == [Double](repeating: 0, count: 16))
      let both = try sandbox.response(["filter", "--\(name)", "--border", "valid", "down.png"])
      #expect(both.values == [Double](repeating: value, count: 16))
    }
    for name in ["roberts-x", "roberts-y"] {
      let values = try sandbox.response(["filter", "--\(name)", "--border", "valid", "down.png"])
      #expect(values.values == [Double](repeating: 10, count: 25))
    }
  }

  @Test("stride and dilation skip pixels, rows first")
  func strideAndDilation() throws {
    let image = Image.random(height: 11, width: 14, seed: 6)
    try sandbox.write("x.png", image)
    let kernel = Kernel(rows: [[1, 2, 0], [0, 1, -1], [-3, 0, 1]])
    for (text, stride) in [("2", Stride2D(y: 2, x: 2)), ("3,1", Stride2D(y: 3, x: 1))] {
      for dilation in [1, 2] {
        let array = try sandbox.response([
          "filter", "--kernel", "1 2 0; 0 1 -1; -3 0 1", "--stride", text, "--dilate",
          "\(dilation)", "x.png",
        ])
        let naive = Naive.filtered(
          image, kernel, border: .replicate, stride: stride, dilation: dilation)
        #expect(array.values == naive)
        #expect(array.shape == [(11 + stride.y - 1) / stride.y, (14 + stride.x - 1) / stride.x])
      }
    }
  }

  @Test("a flat picture stays flat under every smoothing filter and border")
  func flatStaysFlat() throws {
    let flat = Image(
      shape: ImageShape(height: 9, width: 7, channels: 1),
      samples: [Float](repeating: 100, count: 63))
    try sandbox.write("flat.png", flat)
    let filters = [
      ["--gaussian", "1.5"], ["--box", "4"], ["--motion", "7,30"], ["--binomial", "6"],
      ["--median", "3"], ["--bilateral", "1.5,20"], ["--sharpen"], ["--unsharp", "1,2"],
      ["--emboss"], ["--identity"],
    ]
    for filter in filters {
      for border in ["replicate", "symmetric", "reflect101", "wrap"] {
        let call = ["filter"] + filter + ["--border", border, "flat.png"]
        let values = try sandbox.response(call).values
        #expect(
          largestDifference(values, flat.samples.map(Double.init), relativeTo: 100) < 1e-5,
          "\(filter) \(border)")
      }
    }
  }

  @Test("separable passes agree with direct sums")
  func separableIsDirect() throws {
    let image = Image.random(height: 23, width: 31, channels: 3, seed: 8)
    try sandbox.write("x.png", image)
    for filter in [["--gaussian", "2"], ["--box", "7"], ["--sobel-x"], ["--binomial", "5"]] {
      let call = ["filter"] + filter + ["x.png", "--method"]
      let direct = try sandbox.response(call + ["direct"])
      let separable = try sandbox.response(call + ["separable"])
      #expect(
        largestDifference(direct.values, separable.values, relativeTo: 255 * 8)
          <= Tolerance.reordered, "\(filter)")
    }
  }
}
