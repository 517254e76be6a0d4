import ConvCore
import Foundation
import ImageCodecs
import TestSupport
import Testing

@Suite("--linear decodes the light that the file says")
struct LightTests {
  private let sandbox: CommandSandbox

  init() throws { sandbox = try CommandSandbox() }

  /// What the mean of black and white becomes.
  private func mean(
    _ chunks: [(name: String, data: [UInt8])], depth: Int = 8, output: String = "png",
    more: [String] = []
  ) throws -> Double {
    let most: UInt16 = depth == 8 ? 255 : 65535
    var png = PNGBuilder(
      height: 8, width: 16, depth: depth, color: .gray,
      samples: (0..<128).map { $0 % 2 == 0 ? 0 : most })
    png.chunks = chunks
    try sandbox.write("in.png", png.data)
    let call = ["pool", "--average", "in.png", "-o", "flat.png", "--force"]
    #expect(try sandbox.run(call).code == 0)
    let kernel = ["--kernel", "0.5 0.5", "--border", "wrap", "--linear"]
    let result = try sandbox.run(
      ["filter"] + kernel + ["in.png", "-o", "o.\(output)", "--force"]
        + (output == "jpg" ? ["--quality", "100"] : []) + more)
    #expect(result.code == 0, "\(result.errors)")
    return try #require(try sandbox.picture("o.\(output)").samples.first)
  }

  private func gamma(_ value: Double) -> (name: String, data: [UInt8]) {
    ("gAMA", PNGBuilder.bigEndian(UInt32(value * 100_000)))
  }

  @Test("the mean of black and white is half of the light under every gAMA")
  func gammas() throws {
    #expect(try mean([]) == 188)
    #expect(try mean([gamma(1)]) == 128)
    #expect(try mean([gamma(0.5)]) == 180)
    #expect(try mean([gamma(1)], depth: 16) == 32768)
    #expect(try mean([gamma(0.5)], depth: 16) == (65535 * 0.5.squareRoot()).rounded())
    #expect(
      try mean([gamma(0.5)], more: ["--depth", "16"]) == (65535 * 0.5.squareRoot()).rounded())
  }

  @Test("of several the first of cICP, iCCP, sRGB and gAMA counts")
  func precedence() throws {
    let linear = ("iCCP", Array("p\0\0".utf8) + PNGBuilder.zlib(Self.profile))
    #expect(try mean([gamma(1), ("sRGB", [0])]) == 188)
    #expect(try mean([gamma(0.5), linear]) == 128)
    #expect(try mean([("cICP", [1, 8, 0, 1]), gamma(0.5)]) == 128)
    #expect(try mean([("cICP", [1, 13, 0, 1]), linear]) == 188)
  }

  @Test("what has no room for gAMA is encoded as sRGB")
  func elsewhere() throws {
    #expect(abs(try mean([gamma(1)], output: "jpg") - 188) <= Tolerance.jpegLevels)
    #expect(try mean([gamma(1)], more: ["--strip"]) == 188)
  }

  @Test("light that cannot be worked out is refused with the reason")
  func refused() throws {
    let wrong = Array("p\0\0".utf8) + PNGBuilder.zlib([UInt8](repeating: 1, count: 200))
    let cases: [(chunk: String, data: [UInt8], word: String)] = [
      ("cICP", [9, 16, 0, 1], "cICP"), ("iCCP", wrong, "ICC profile"),
      ("gAMA", gamma(0).data, "gAMA"),
    ]
    for (chunk, data, word) in cases {
      var png = PNGBuilder(height: 4, width: 4, color: .rgb, seed: 1)
      png.chunks = [(chunk, data)]
      try sandbox.write("in.png", png.data)
      try sandbox.fail(65, ["filter", "--gaussian", "1", "--linear", "in.png"], saying: [word])
      #expect(
        try sandbox.run(["filter", "--gaussian", "1", "in.png", "-o", "o.png", "--force"]).code == 0
      )
    }
  }

  @Test("luminance is that of the primaries")
  func primaries() throws {
    func write(_ primaries: [UInt32]) throws {
      var png = PNGBuilder(
        height: 1, width: 3, color: .rgb, samples: [255, 0, 0, 0, 255, 0, 0, 0, 255])
      png.chunks = [gamma(1), ("cHRM", primaries.flatMap(PNGBuilder.bigEndian))]
      try sandbox.write("in.png", png.data)
    }
    let call = ["filter", "--identity", "--gray", "--linear", "in.png"]
    // BT.2020 and sRGB, x and y of white, red, green, blue in 1/100000.
    try write([31270, 32900, 70800, 29200, 17000, 79700, 13100, 4600])
    let wide = try sandbox.response(call).values.map { $0 / 255 }
    #expect(largestDifference(wide, [0.2627, 0.678, 0.0593]) < 1e-4)
    try write([31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000])
    let usual = try sandbox.response(call).values.map { $0 / 255 }
    #expect(largestDifference(usual, [0.2126, 0.7152, 0.0722]) < 1e-4)
  }

  /// A gray profile whose curve is a straight line.
  private static var profile: [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 158)
    func put(_ values: [UInt8], _ place: Int) {
      bytes.replaceSubrange(place..<place + values.count, with: values)
    }
    put(Array("GRAYXYZ ".utf8), 16)
    put(Array("acsp".utf8), 36)
    put([0, 0, 0, 1] + Array("kTRC".utf8) + [0, 0, 0, 144, 0, 0, 0, 14], 128)
    put(Array("curv".utf8) + [0, 0, 0, 0, 0, 0, 0, 1, 1, 0], 144)
    return bytes
  }
}
