import ConvCore
import Foundation
import TestSupport
import Testing

/// Samples that are not finite, or too large: what a user sees of the one rule.
@Suite("Numbers that are not finite")
struct NumbersTests {
  /// A gray array of these values, `height` × `width`.
  private func write(
    _ sandbox: CommandSandbox, _ name: String, height: Int, width: Int,
    _ value: (Int, Int) -> Double
  ) throws {
    let values = (0..<height).flatMap { y in (0..<width).map { value(y, $0) } }
    try sandbox.write(name, NPYFile(shape: [height, width], values: values).data)
  }

  private func writeOneNaN(_ sandbox: CommandSandbox, _ name: String, side: Int) throws {
    try write(sandbox, name, height: side, width: side) { y, x in
      y == side / 2 && x == side / 2 ? .nan : Double((y * 31 + x * 17) % 200 + 2)
    }
  }

  @Test("a bilateral filter over NaN ends with NaN around it, and the batch goes on")
  func bilateral() throws {
    let sandbox = try CommandSandbox()
    try writeOneNaN(sandbox, "a.npy", side: 21)
    try writeOneNaN(sandbox, "b.npy", side: 21)
    try sandbox.succeed([
      "filter", "--bilateral", "2,10", "a.npy", "b.npy", "--format", "npy", "-o", "o/",
    ])
    // The disc of radius 6.
    var disc = 0
    for y in -6...6 { disc += (-6...6).count { x in y * y + x * x <= 36 } }
    for name in ["o/a.bilateral-2-10.npy", "o/b.bilateral-2-10.npy"] {
      #expect(try sandbox.array(name).values.count { $0.isNaN } == disc)
    }
    for isa in Engine.available.map(\.name) {
      try sandbox.write("p.png", Image.random(height: 9, width: 13))
      try sandbox.succeed(
        ["filter", "--bilateral", "2,1e-21", "p.png", "-o", "p.npy", "--force"],
        environment: ["CONVTOOL_ISA": isa])
      // Only pixels of the same value have weight.
      let same = try sandbox.array("p.npy").values
      let source = Image.random(height: 9, width: 13).samples
      #expect(zip(same, source).allSatisfy { abs($0 - Double($1)) < 1e-4 })
    }
  }

  @Test("a median is NaN where its window holds one, and right elsewhere")
  func median() throws {
    let sandbox = try CommandSandbox()
    try writeOneNaN(sandbox, "a.npy", side: 20)
    let found = try sandbox.response(["filter", "--median", "3", "a.npy"]).values
    func isNear(_ position: Int) -> Bool { (9...11).contains(position) }
    let lost = (0..<400).filter { isNear($0 / 20) && isNear($0 % 20) }
    #expect(found.indices.filter { found[$0].isNaN } == lost)
  }

  @Test(
    "a pool is NaN wherever NaN lies in the window",
    arguments: ["max", "min", "median", "average", "l2"])
  func pools(kind: String) throws {
    let sandbox = try CommandSandbox()
    // One in each corner of its 2×2 window.
    try write(sandbox, "c.npy", height: 4, width: 4) { y, x in
      [0, 3 + 0, 12, 15].contains(y * 4 + x) ? .nan : 5
    }
    let found = try sandbox.response(["pool", "--\(kind)", "c.npy"]).values
    #expect(found.allSatisfy { $0.isNaN })
    let whole = try sandbox.response(["pool", "--\(kind)", "--global", "c.npy"]).values
    #expect(whole.count == 1 && whole[0].isNaN)
    let same = try sandbox.response([
      "pool", "--\(kind)", "--size", "3", "--padding", "same", "--stride", "1", "c.npy",
    ])
    #expect(same.values.allSatisfy { $0.isNaN })
  }

  @Test(
    "a Gaussian spreads NaN no further by any method",
    arguments: ["auto", "direct", "separable", "fft"])
  func gaussian(method: String) throws {
    let sandbox = try CommandSandbox()
    try writeOneNaN(sandbox, "a.npy", side: 100)
    let found = try sandbox.response(["filter", "--gaussian", "5", "--method", method, "a.npy"])
      .values
    #expect(found.count { $0.isNaN } == 41 * 41)
  }

  @Test(
    "values of no data do not cost the digits of others", arguments: ["auto", "separable", "fft"])
  func noData(method: String) throws {
    let sandbox = try CommandSandbox()
    try write(sandbox, "h.npy", height: 80, width: 80) { y, x in
      x < 40 ? -3.4e38 : Double((y * 31 + x * 17) % 200)
    }
    let exact = try sandbox.response(["filter", "--gaussian", "5", "--method", "direct", "h.npy"])
      .values
    let found = try sandbox.response(["filter", "--gaussian", "5", "--method", method, "h.npy"])
      .values
    #expect(found.allSatisfy { !$0.isNaN })
    for index in found.indices where index % 80 >= 60 {
      #expect(abs(found[index] - exact[index]) < 1e-3)
    }
  }

  @Test("a sigma near 0 leaves the picture as it is")
  func tinySigmas() throws {
    let sandbox = try CommandSandbox()
    try writeOneNaN(sandbox, "a.npy", side: 9)
    let source = try sandbox.array("a.npy").values
    for filter in [
      ["--gaussian", "1e-170"], ["--unsharp", "1e-170,2"], ["--bilateral", "1e-170,20"],
      ["--bilateral", "1e-170,1e-300"],
    ] {
      let found = try sandbox.response(["filter"] + filter + ["a.npy"]).values
      #expect(zip(found, source).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }, "\(filter)")
    }
    for filter in [["--log", "1e-170"], ["--dog", "1e-170,1e-200"], ["--gabor", "1e-170,3,0"]] {
      let found = try sandbox.response(["filter"] + filter + ["a.npy"]).values
      #expect(found.allSatisfy { $0 == 0 }, "\(filter)")
    }
    try sandbox.succeed(["filter", "--canny", "9,20,1e-170", "a.npy", "-o", "c.npy"])
    try sandbox.succeed(["filter", "--motion", "5,36000", "a.npy", "-o", "m.npy"])
  }

  @Test("coefficients beyond float32 are refused")
  func coefficients() throws {
    let sandbox = try CommandSandbox()
    try writeOneNaN(sandbox, "a.npy", side: 9)
    try sandbox.fail(64, ["filter", "--kernel", "1e39", "a.npy", "-o", "o.npy"], saying: ["1e39"])
    try sandbox.fail(64, ["filter", "--kernel", "-1e300 1", "a.npy", "-o", "o.npy"])
    try sandbox.fail(64, ["filter", "--unsharp", "1,1e200", "a.npy", "-o", "o.npy"])
    try sandbox.fail(
      64, ["filter", "--identity", "--then", "kernel 1e39 1", "a.npy", "-o", "o.npy"])
    let big = NPYFile(shape: [1, 2], values: [1, 1e300])
    try sandbox.write("k.npy", Data(big.bytes(NPYFile.Layout(type: "<f8"))))
    try sandbox.fail(
      65, ["filter", "--kernel", "k.npy", "a.npy", "-o", "o.npy"], saying: ["k.npy"])
    try sandbox.write("k.txt", "1 0\n0 1e39\n")
    try sandbox.fail(
      65, ["filter", "--kernel", "k.txt", "a.npy", "-o", "o.npy"], saying: ["k.txt"])
  }

  @Test("pictures show NaN and -inf as the lowest value, +inf as the highest")
  func views() throws {
    let sandbox = try CommandSandbox()
    let row = [2, -Double.infinity, 200, .nan, 101, .infinity]
    try sandbox.write("s.npy", NPYFile(shape: [1, 6], values: row).data)
    try sandbox.succeed(["filter", "--identity", "--view", "stretch", "s.npy", "-o", "s.png"])
    #expect(try sandbox.picture("s.png").samples == [0, 0, 255, 0, 128, 255])
    try sandbox.succeed(
      ["filter", "--identity", "--view", "clip", "--linear", "s.npy", "-o", "l.png"])
    #expect(try sandbox.picture("l.png").samples == [2, 0, 200, 0, 101, 255])
    let text = try sandbox.succeed(
      ["filter", "--identity", "--explain", "--view", "clip", "s.npy", "-o", "e.png"]
    ).text
    #expect(text.contains("nonfinite 3 samples of the input, 3 of the response"))
    let json = try sandbox.succeed(
      ["filter", "--identity", "--explain", "--json", "s.npy", "-o", "j.png"])
    let fields = try #require(
      try JSONSerialization.jsonObject(with: json.output) as? [String: Any])
    #expect(fields["nonfinite_input"] as? Int == 3 && fields["nonfinite_response"] as? Int == 3)
    #expect(fields["response"] as? [Double] == [2, 200])
  }

  @Test("an absurd padding is refused, not trapped")
  func padding() throws {
    let sandbox = try CommandSandbox()
    try sandbox.write("p.png", Image.random(height: 9, width: 9))
    for padding in ["4611686018427387904", "9223372036854775807", "-1", "2"] {
      try sandbox.fail(64, ["pool", "--padding", padding, "p.png", "-o", "o.png"])
    }
  }
}
