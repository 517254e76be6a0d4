import ConvCore
import Foundation
import TestSupport
import Testing

@Suite("Morphology, ranks, statistics, thresholds and deconvolution as commands")
struct NeighborhoodTests {
  private let sandbox: CommandSandbox
  private let image = Image.random(height: 12, width: 17, channels: 3)

  init() throws {
    sandbox = try CommandSandbox()
    try sandbox.write("x.png", image)
    try sandbox.write("gray.png", Image.random(height: 12, width: 17))
  }

  private func response(_ call: String) throws -> [Double] {
    let words = call.split(separator: " ").map { $0.replacingOccurrences(of: "_", with: " ") }
    return try sandbox.response(["filter"] + words).values.map { Double($0) }
  }

  @Test("operations take a side, a shape, a matrix or a file, also in a chain")
  func elements() throws {
    let disk = Naive.morphology(image, .opening, .disk(5), border: .zero)
    #expect(try response("--opening 5 --element disk --border zero x.png") == disk)
    #expect(try response("--opening 5,disk --border zero x.png") == disk)
    #expect(try response("--identity --then opening_5_disk --border zero x.png") == disk)
    let asymmetric = StructuringElement(
      size: Size2D(height: 2, width: 3), cells: [true, false, true, true, true, false])
    let expected = Naive.morphology(image, .dilation, asymmetric, border: .replicate)
    try sandbox.write("e.csv", "1,0,1\n1,1,0\n")
    #expect(try response("--dilation 3 --element e.csv x.png") == expected)
    #expect(try response("--dilation 2 --element 1_0_1;1_1_0 x.png") == expected)
  }

  @Test("an element of another size than N says that its own counts")
  func ownSize() throws {
    let result = try sandbox.run([
      "filter", "--erosion", "9", "--element", "1 1; 1 0", "x.png", "-o", "y.png",
    ])
    #expect(result.code == 0 && result.errors.contains("2×2"))
  }

  @Test("ranks, statistics and thresholds are the definitions")
  func others() throws {
    let rank = Naive.rank(image, percent: 30, side: 4, border: .symmetric)
    #expect(try response("--rank 30%,4 --border symmetric x.png") == rank)
    let deviation = Naive.statistic(image, .deviation, side: 5, border: .replicate)
    #expect(largestDifference(try response("--deviation 5 x.png"), deviation) < 1e-4)
    let white = image.samples.map { $0 > 99.5 ? 255.0 : 0 }
    #expect(try response("--threshold 99.5 x.png") == white)
    #expect(try Set(response("--threshold otsu x.png")) == [0, 255])
    #expect(try Set(response("--adaptive 5,2 x.png")) == [0, 255])
    #expect(try Set(response("--sauvola 5,0.2 x.png")) == [0, 255])
    let guided = Naive.guided(image, side: 3, epsilon: 200, border: .replicate)
    #expect(largestDifference(try response("--guided 3,200 x.png"), guided) < 1e-3)
    let (even, odd) = (
      try response("--gabor 1,4,30 x.png"),
      try response("--kernel \(text(.gaborSine(sigma: 1, wavelength: 4, angle: 30))) x.png")
    )
    let energy = zip(even, odd).map { ($0 * $0 + $1 * $1).squareRoot() }
    #expect(largestDifference(try response("--gabor-energy 1,4,30 x.png"), energy) < 1e-3)
  }

  private func text(_ kernel: Kernel) -> String {
    (0..<kernel.size.height).map { y in
      (0..<kernel.size.width).map { "\(Float(kernel[y, $0]))" }.joined(separator: "_")
    }.joined(separator: ";")
  }

  @Test("16-bit pictures are white at their own range")
  func deep() throws {
    try sandbox.write(
      "deep.png", Image.random(height: 9, width: 11, in: 0...65535), depth: 16)
    #expect(try Set(response("--threshold otsu deep.png")) == [0, 65535])
    #expect(try Set(response("--sauvola 5,0.1 deep.png")) == [0, 65535])
    try sandbox.succeed(["filter", "--closing", "3", "deep.png", "-o", "closed.png"])
    try sandbox.succeed(["filter", "--dilation", "3", "deep.png", "-o", "wide.png"])
    #expect(
      try response("--erosion 3 wide.png") == response("--identity closed.png"))
  }

  @Test(
    "a blur is undone, at the edges too", arguments: ["--wiener 0.0002", "--richardson-lucy 40"])
  func deconvolution(method: String) throws {
    let scene = Image(
      rows: (0..<48).map { y in
        (0..<60).map { x in (x / 7 + y / 9) % 2 == 0 ? 60 : 190 as Float }
      })
    try sandbox.write("scene.png", scene)
    try sandbox.succeed([
      "filter", "--kernel", "1 1 1; 1 1 1; 1 1 1", "--normalize", "--border", "valid", "scene.png",
      "-o", "blurred.png",
    ])
    let words = method.split(separator: " ").map(String.init)
    let found = try sandbox.response(
      ["filter", "--deconvolve", "box 3"] + words + ["blurred.png"])
    #expect(found.shape == [46, 58])
    let errors = (0..<46).flatMap { y in
      (0..<58).map { abs(Double(found.values[y * 58 + $0]) - Double(scene[y + 1, $0 + 1])) }
    }
    #expect(errors.reduce(0, +) / Double(errors.count) < 13, "\(method)")
  }

  static let wrong: [WrongCall] = [
    WrongCall("filter --dilation 3 --laplacian x.png", "--then 'dilation 3'", "--dilate 3"),
    WrongCall("filter --dilate 3 x.png", "--laplacian --dilate 3", "--dilation 3"),
    WrongCall("filter --median 3 --dilate 3 x.png", "median", "--dilation 3"),
    WrongCall("filter --erosion 3 --dilate 2 x.png", "erosion", "--dilation 2"),
    WrongCall("filter --erosion 3,star x.png", "square, disk, cross"),
    WrongCall("filter --erosion 3 --element star x.png", "square, disk, cross"),
    WrongCall("filter --erosion 3 --element 1_2 x.png", "0 and 1"),
    WrongCall("filter --erosion 3 --element 0_0 x.png", "no cell"),
    WrongCall("filter --erosion 0 x.png", "1 to 1001"),
    WrongCall("filter --erosion 301 --element disk x.png", "255"),
    WrongCall("filter --median 3 --element disk x.png", "--erosion"),
    WrongCall("filter --rank 50,3 x.png", "P%", "with the sign"),
    WrongCall("filter --rank 101%,3 x.png", "0% to 100%"),
    WrongCall("filter --rank 50% x.png", "rank takes P%,N"),
    WrongCall("filter --threshold big x.png", "V|otsu"),
    WrongCall("filter --adaptive 5 x.png", "N,C"),
    WrongCall("filter --guided 5,0 x.png", "above 0"),
    WrongCall("filter --deconvolve box_3 x.png", "--wiener", "--richardson-lucy"),
    WrongCall("filter --wiener 0.1 x.png", "--deconvolve"),
    WrongCall("filter --deconvolve 1_-1 --wiener 0.1 x.png", "sum to 0"),
    WrongCall("filter --deconvolve sobel --wiener 0.1 x.png", "one kernel"),
    WrongCall("filter --deconvolve sharpen --richardson-lucy 5 x.png", "negative"),
    WrongCall("filter --erosion 3 --border valid x.png", "erosion"),
  ]

  @Test("wrong calls are answered with the right one", arguments: wrong)
  func refusals(call: WrongCall) throws {
    let result = try sandbox.run(call.list)
    #expect(result.code == 64, "\(call)")
    for word in call.words { #expect(result.errors.contains(word), "\(result.errors)") }
  }
}
