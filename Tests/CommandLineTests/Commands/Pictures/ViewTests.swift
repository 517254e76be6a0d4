import ConvCore
import Foundation
import ImageCodecs
import TestSupport
import Testing

@Suite("filter: how a response becomes pixels")
struct ViewTests {
  private let sandbox: CommandSandbox
  private let image = Image.random(height: 12, width: 15, seed: 9)
  /// Its Laplacian.
  private let response: [Double]

  init() throws {
    sandbox = try CommandSandbox()
    try sandbox.write("x.png", image)
    response = Naive.filtered(
      image, Kernel(rows: [[0, 1, 0], [1, -4, 1], [0, 1, 0]]), border: .replicate)
  }

  private func pixels(_ arguments: [String]) throws -> [Double] {
    let call = ["filter", "--laplacian", "x.png", "-o", "-", "--format", "png"] + arguments
    return try Picture(try sandbox.succeed(call).output).samples
  }

  private func clipped(_ value: Double) -> Double { min(max(value, 0), 255) }

  @Test("clip, abs and signed map single values")
  func pointwise() throws {
    #expect(try pixels(["--view", "clip"]) == response.map(clipped))
    #expect(try pixels(["--view", "abs"]) == response.map { clipped(abs($0)) })
    let signed = try pixels(["--view", "signed"])
    let ideal = response.map { clipped(128 + $0 / 2) }
    #expect(largestDifference(signed, ideal) <= 0.5)
    for (pixel, value) in zip(signed, response) where value == 0 { #expect(pixel == 128) }
  }

  @Test("auto clips when the kernel sums to more than 0, and takes magnitudes otherwise")
  func automatic() throws {
    #expect(try pixels([]) == response.map { clipped(abs($0)) })
    let sharpen = Naive.filtered(
      image, Kernel(rows: [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]), border: .replicate)
    let result = try sandbox.succeed(["filter", "--sharpen", "x.png", "-o", "sharp.png"])
    #expect(result.output.isEmpty)
    #expect(try sandbox.picture("sharp.png").samples == sharpen.map(clipped))
    let kernel = ["--kernel", "-1 0 0", "x.png", "-o", "minus.png"]
    try sandbox.succeed(["filter"] + kernel)
    let minus = Naive.filtered(image, Kernel(rows: [[-1, 0, 0]]), border: .replicate)
    #expect(try sandbox.picture("minus.png").samples == minus.map { clipped(abs($0)) })
  }

  @Test("stretch makes the smallest value black and the largest white")
  func stretch() throws {
    let low = try #require(response.min())
    let high = try #require(response.max())
    let pixels = try pixels(["--view", "stretch"])
    #expect(pixels.min() == 0 && pixels.max() == 255)
    let ideal = response.map { ($0 - low) / (high - low) * 255 }
    #expect(largestDifference(pixels, ideal) <= 0.501)
  }

  @Test("diverging is blue below zero, white at it, red above, of equal reach")
  func diverging() throws {
    let call = ["filter", "--laplacian", "x.png", "--view", "diverging", "-o", "d.png"]
    try sandbox.succeed(call)
    let picture = try sandbox.picture("d.png")
    #expect(picture.info.shape == ImageShape(height: 12, width: 15, channels: 3))
    let (red, blue) = (picture.channel(0), picture.channel(2))
    let reach = try #require(response.map { abs($0) }.max())
    for (index, value) in response.enumerated() {
      if value == 0 { #expect(red[index] == 255 && blue[index] == 255) }
      if value > reach / 20 { #expect(red[index] > blue[index]) }
      if value < -reach / 20 { #expect(red[index] < blue[index]) }
    }
  }

  @Test("viridis runs from dark purple to yellow, ever lighter")
  func viridis() throws {
    let call = ["filter", "--laplacian", "x.png", "--view", "viridis", "-o", "v.png"]
    try sandbox.succeed(call)
    let picture = try sandbox.picture("v.png")
    #expect(picture.info.shape == ImageShape(height: 12, width: 15, channels: 3))
    let planes = (0..<3).map(picture.channel)
    let pixels = response.indices.sorted { response[$0] < response[$1] }.map { index in
      planes.map { $0[index] }
    }
    let luma = pixels.map { 0.2126 * $0[0] + 0.7152 * $0[1] + 0.0722 * $0[2] }
    for (before, after) in zip(luma, luma.dropFirst()) { #expect(after >= before - 0.6) }
    let (first, last) = (try #require(pixels.first), try #require(pixels.last))
    #expect(first[2] > first[0] && first[0] > first[1] && luma[0] < 30)
    #expect(last[0] > 220 && last[1] > 220 && last[2] < 90)
  }

  @Test("views in colors show NaN as the lowest value, and infinities as the ends")
  func viridisOfOddNumbers() throws {
    let values: [Double] = [.nan, -.infinity, 0, 1, .infinity]
    try sandbox.write("n.npy", NPYFile(shape: [1, 5], values: values).data)
    for view in ["viridis", "diverging"] {
      let call = ["filter", "--identity", "n.npy", "--range", "0:1", "--view", view, "-o", "-"]
      let picture = try Picture(try sandbox.succeed(call + ["--format", "png"]).output)
      let pixels = (0..<5).map { Array(picture.samples[$0 * 3..<$0 * 3 + 3]) }
      #expect(pixels[0] == pixels[1] && pixels[3] == pixels[4])
    }
  }

  @Test("out = scale · response + bias, before any view, and in .npy as well")
  func scaleAndBias() throws {
    let call = ["filter", "--laplacian", "x.png", "--scale", "-0.5", "--bias", "-3"]
    let expected = response.map { -0.5 * $0 - 3 }
    #expect(try sandbox.response(call).values == expected)
    let clip = try pixels(["--scale", "-0.5", "--bias", "-3", "--view", "clip"])
    #expect(largestDifference(clip, expected.map(clipped)) <= 0.5)
  }

  @Test("--normalize divides by the kernel's sum")
  func normalize() throws {
    let call = ["filter", "--kernel", "1 2 1; 2 4 2; 1 2 1", "--normalize", "x.png"]
    let kernel = Kernel(rows: [[1, 2, 1], [2, 4, 2], [1, 2, 1]].map { $0.map { $0 / 16.0 } })
    let naive = Naive.filtered(image, kernel, border: .replicate)
    #expect(
      largestDifference(try sandbox.response(call).values, naive, relativeTo: 255)
        <= Tolerance.reordered)
  }

  @Test("--depth chooses the bits, 8 for 8 and 16 for 16 without it")
  func depth() throws {
    try sandbox.succeed(["filter", "--identity", "x.png", "--depth", "16", "-o", "wide.png"])
    let wide = try sandbox.picture("wide.png")
    #expect(wide.info.sampleType == .uint16)
    #expect(wide.samples == image.samples.map { Double($0) * 257 })

    let deep = Image.random(height: 8, width: 9, channels: 3, in: 0...65535, seed: 10)
    try sandbox.write("deep.png", deep, depth: 16)
    try sandbox.succeed(["filter", "--identity", "deep.png"])
    let kept = try sandbox.picture("deep.identity.png")
    #expect(kept.info.sampleType == .uint16)
    #expect(kept.samples == deep.samples.map(Double.init))
    let array = try sandbox.response(["filter", "--identity", "deep.png"])
    #expect(array.values == deep.samples.map(Double.init))

    try sandbox.succeed(["filter", "--identity", "deep.png", "--depth", "8", "-o", "narrow.png"])
    let narrow = try sandbox.picture("narrow.png")
    #expect(narrow.info.sampleType == .uint8)
    #expect(largestDifference(narrow.samples, deep.samples.map { Double($0) / 257 }) <= 0.501)
    try sandbox.succeed(["filter", "--identity", "deep.png", "--depth", "8", "-o", "narrow.jpg"])
    #expect(try sandbox.picture("narrow.jpg").info.format == .jpeg)
  }

  @Test("--gray filters luminance, once")
  func gray() throws {
    let color = Image.random(height: 7, width: 6, channels: 3, seed: 11)
    try sandbox.write("c.png", color)
    let luminance = stride(from: 0, to: color.samples.count, by: 3).map { index -> Double in
      let (r, g, b) = (color.samples[index], color.samples[index + 1], color.samples[index + 2])
      return 0.299 * Double(r) + 0.587 * Double(g) + 0.114 * Double(b)
    }
    let array = try sandbox.response(["filter", "--identity", "--gray", "c.png"])
    #expect(array.shape == [7, 6])
    #expect(largestDifference(array.values, luminance, relativeTo: 255) <= Tolerance.response)
    try sandbox.succeed(["filter", "--identity", "--gray", "c.png", "-o", "g.png"])
    #expect(try sandbox.picture("g.png").info.shape.channels == 1)
  }

  @Test("--linear averages light, not numbers")
  func linear() throws {
    try sandbox.write("step.png", Image(rows: [[Float]](repeating: [0, 255], count: 2)))
    let call = ["filter", "--kernel", "1/2 1/2", "--border", "valid", "step.png", "-o"]
    try sandbox.succeed(call + ["plain.png"])
    try sandbox.succeed(call + ["light.png", "--linear"])
    #expect(try sandbox.picture("plain.png").samples.allSatisfy { $0 == 127 || $0 == 128 })
    // Half the light is 188 in sRGB.
    #expect(try sandbox.picture("light.png").samples == [188, 188])
  }
}
