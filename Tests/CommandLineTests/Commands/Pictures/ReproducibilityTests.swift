import ConvCore
import Foundation
import TestSupport
import Testing

@Suite("The same bytes, whatever computes them")
struct ReproducibilityTests {
  private let sandbox: CommandSandbox
  private static let filters = [
    ["filter", "--laplacian"], ["filter", "--gaussian", "2.5"], ["filter", "--sobel"],
    ["filter", "--unsharp", "1.5,0.7"], ["filter", "--kirsch"], ["filter", "--median", "5"],
    ["filter", "--bilateral", "1.5,30"], ["filter", "--canny", "60,140,1"],
    ["filter", "--gabor", "2,5,30", "--view", "stretch"],
    ["filter", "--gaussian", "1", "--then", "laplacian", "--linear"],
    ["filter", "--gaussian", "2", "--border", "wrap", "--then", "laplacian"],
    ["pool", "--average", "--size", "3"], ["pool", "--l2"], ["pool", "--max"],
  ]

  init() throws {
    sandbox = try CommandSandbox()
    try sandbox.write("x.png", Image.random(height: 41, width: 57, channels: 3, seed: 31))
    // So wide that its rows make several bands.
    let header = "{'descr': '|u1', 'fortran_order': False, 'shape': (34, 4000, 3), }"
    var noise: UInt32 = 1
    var pixels = Data(count: 34 * 4000 * 3)
    for index in pixels.indices {
      noise = noise &* 1_664_525 &+ 1_013_904_223
      pixels[index] = UInt8(truncatingIfNeeded: noise >> 24)
    }
    try sandbox.write("wide.npy", Data(NPYFile.header(header)) + pixels)
  }

  private func output(
    _ call: [String], _ format: String, threads: String = "2", isa: String? = nil,
    of input: String = "x.png"
  ) throws -> Data {
    let arguments = call + [input, "-o", "-", "--format", format, "--threads", threads]
    let environment = isa.map { ["CONVTOOL_ISA": $0] } ?? [:]
    return try sandbox.succeed(arguments, environment: environment).output
  }

  @Test("the number of threads does not show", arguments: filters)
  func threads(call: [String]) throws {
    for (format, counts) in [("png", ["3"]), ("jpg", ["3"]), ("npy", ["2", "3"])] {
      let one = try output(call, format, threads: "1", of: "wide.npy")
      for threads in counts {
        let several = try output(call, format, threads: threads, of: "wide.npy")
        #expect(several == one, "\(format), \(threads)")
      }
    }
  }

  @Test("the picture of that test is processed in several bands")
  func severalBands() throws {
    let text = try sandbox.succeed(["filter", "--laplacian", "wide.npy", "--explain"]).text
    let rows = try #require(try /in bands of (\d+) rows/.firstMatch(in: text)?.1)
    #expect((1..<34).contains(Int(rows) ?? 0))
  }

  @Test("a picture read whole gives the bytes of one read in bands", arguments: filters)
  func wholeAndBands(call: [String]) throws {
    let image = Image.random(height: 300, width: 401, channels: 3, seed: 5)
    try sandbox.write("plain.png", image)
    var png = PNGBuilder(
      height: 300, width: 401, color: .rgb, samples: image.samples.map { UInt16($0) })
    png.isInterlaced = true
    try sandbox.write("interlaced.png", png.data)
    // Orientation 3, half a turn: turning the picture before is the same as not turning it.
    var turned = PNGBuilder(
      height: 300, width: 401, color: .rgb,
      samples: (0..<300 * 401).reversed().flatMap { pixel in
        (0..<3).map { UInt16(image.samples[pixel * 3 + $0]) }
      })
    turned.chunks = [
      (
        "eXIf",
        [0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1] + [1, 0x12, 0, 3, 0, 0, 0, 1]
          + [0, 3, 0, 0, 0, 0, 0, 0]
      )
    ]
    try sandbox.write("turned.png", turned.data)
    for format in ["png", "npy"] {
      let plain = try output(call + ["--strip"], format, of: "plain.png")
      #expect(try output(call + ["--strip"], format, of: "interlaced.png") == plain, "\(format)")
      #expect(try output(call + ["--strip"], format, of: "turned.png") == plain, "\(format)")
    }
  }

  @Test("CONVTOOL_THREADS is what --threads is")
  func environment() throws {
    let call = ["filter", "--laplacian", "x.png", "--explain", "--json"]
    let text = try sandbox.succeed(call, environment: ["CONVTOOL_THREADS": "3"]).text
    #expect(text.contains("\"threads\":3"))
  }

  @Test(
    "AVX2 and AVX-512 give the same bytes",
    .enabled(if: Set(Engine.available.map(\.name)).isSuperset(of: ["avx2", "avx512"])),
    arguments: filters)
  func wideInstructions(call: [String]) throws {
    for format in ["png", "jpg", "npy"] {
      #expect(
        try output(call, format, isa: "avx2") == output(call, format, isa: "avx512"), "\(format)")
    }
  }

  @Test("integer kernels on 8 bits give the same bytes with every build of the loops")
  func integerKernels() throws {
    for call in [["filter", "--laplacian"], ["filter", "--sharpen"], ["filter", "--scharr-y"]] {
      let outputs = try Engine.available.map { try output(call, "npy", isa: $0.name) }
      #expect(Set(outputs).count == 1, "\(call)")
    }
  }

  @Test("the portable build agrees within rounding", arguments: filters)
  func portable(call: [String]) throws {
    guard !call.contains("--canny") else { return }
    let widest = try #require(NPYFile(float32: try output(call, "npy")))
    let portable = try #require(NPYFile(float32: try output(call, "npy", isa: "portable")))
    #expect(widest.shape == portable.shape)
    let scale = max(255, widest.values.map { abs($0) }.max() ?? 0)
    #expect(
      largestDifference(widest.values, portable.values, relativeTo: scale) <= Tolerance.response)
  }

  @Test("--explain names the build that CONVTOOL_ISA chose")
  func chosenBuild() throws {
    for engine in Engine.available {
      let text = try sandbox.succeed(
        ["filter", "--laplacian", "x.png", "--explain"],
        environment: ["CONVTOOL_ISA": engine.name]
      ).text
      #expect(text.contains("engine    \(engine.name)"))
    }
  }
}
