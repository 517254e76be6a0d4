import ConvCore
import Foundation
import TestSupport
import Testing

@Suite("learn: the kernel between two pictures")
struct LearnCommandTests {
  /// What `learn --json` says, as far as these tests ask.
  private struct Answer: Decodable {
    struct Kernel: Decodable { let coefficients: [Double] }
    let kernel: Kernel
    let difference: Double
    let residual: Double
    let clipped: Int
    let rank: Int
  }

  private func learned(_ bench: CommandSandbox, _ arguments: [String]) throws -> Answer {
    let text = try bench.succeed(["learn", "--json"] + arguments).text
    return try JSONDecoder().decode(Answer.self, from: Data(text.utf8))
  }

  @Test("a kernel of floats is found to 1e-3, and so is one of a picture of bytes")
  func kernels() throws {
    let bench = try CommandSandbox()
    try bench.write("in.png", .random(height: 60, width: 80))
    let text = "0.1 0.4 0; -0.2 0.5 0.3; 0 0.6 -0.9"
    try bench.succeed(["filter", "--kernel", text, "in.png", "-o", "out.npy"])
    let floats = try learned(bench, ["--from", "in.png", "--to", "out.npy"])
    let expected = [0.1, 0.4, 0, -0.2, 0.5, 0.3, 0, 0.6, -0.9]
    for (found, value) in zip(floats.kernel.coefficients, expected) {
      #expect(abs(found - value) < 1e-3)
    }
    #expect(floats.clipped == 0 && floats.rank == 9 && floats.difference < 1e-4)
    try bench.succeed(["filter", "--gaussian", "0.6", "in.png", "-o", "out.png"])
    let bytes = try learned(bench, ["--from", "in.png", "--to", "out.png", "--size", "3x5"])
    #expect(bytes.kernel.coefficients.count == 15 && bytes.residual < 0.4)
    #expect(abs(bytes.kernel.coefficients.reduce(0, +) - 1) < 0.01)
  }

  @Test("the kernel is written as an array, as text and as a picture, and text is a kernel again")
  func files() throws {
    let bench = try CommandSandbox()
    try bench.write("in.png", .random(height: 40, width: 50))
    try bench.succeed(["filter", "--sobel-x", "in.png", "-o", "out.npy"])
    for name in ["k.npy", "k.csv", "k.png"] {
      try bench.succeed(["learn", "--from", "in.png", "--to", "out.npy", "-o", name])
    }
    try bench.succeed(["filter", "--kernel", "k.csv", "in.png", "-o", "again.npy"])
    let (first, again) = (try bench.array("out.npy"), try bench.array("again.npy"))
    #expect(first.shape == again.shape)
    #expect(zip(first.values, again.values).allSatisfy { abs($0 - $1) < 0.5 })
    #expect(try bench.array("k.npy").shape == [3, 3])
    let call = ["learn", "--from", "in.png", "--to", "out.npy", "-o"]
    try bench.fail(73, call + ["k.npy"], saying: ["--force"])
    try bench.fail(64, call + ["k.gif"], saying: [".npy"])
  }

  @Test("pictures that do not belong together, or say nothing, are told")
  func wrong() throws {
    let bench = try CommandSandbox()
    try bench.write("in.png", .random(height: 40, width: 50))
    try bench.write("other.png", .random(height: 41, width: 50))
    let call = ["learn", "--from", "in.png", "--to"]
    try bench.fail(65, call + ["other.png"], saying: ["41×50"])
    try bench.fail(66, call + ["none.png"], saying: ["none.png"])
    try bench.fail(64, call + ["in.png", "--size", "16"], saying: ["15x15"])
    try bench.fail(64, call + ["in.png", "--size", "3x41"], saying: ["15x15"])
    try bench.writeArray(
      "flat.npy", Image(rows: (0..<30).map { y in (0..<30).map { Float(y + $0) } }))
    let flat = try bench.run(["learn", "--from", "flat.npy", "--to", "flat.npy"])
    #expect(flat.code == 0 && flat.errors.contains("too little detail"))
  }
}
