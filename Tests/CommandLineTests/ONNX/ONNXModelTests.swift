import ImageCodecs
import ConvCore
import Foundation
import TestSupport
import Testing

/// The commands on ONNX models of another program.
@Suite("ONNX models")
struct ONNXModelTests {
  private let sandbox: CommandSandbox

  init() throws {
    sandbox = try CommandSandbox()
    for name in ["conv", "shape"] { try sandbox.write("\(name).onnx", try seed(name)) }
    let values = (0..<50).map { Double($0 % 9) - 4 }
    try sandbox.write("x.npy", NPYFile(shape: [1, 2, 5, 5], values: values).data)
  }

  private func seed(_ name: String) throws -> Data {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return try Data(contentsOf: tests.appendingPathComponent("Fuzzing/Seeds/onnx/\(name).onnx"))
  }

  /// A model with another word of the same length in it.
  private func changed(_ name: String, _ old: String, _ new: String) throws -> Data {
    var data = try seed(name)
    while let range = data.range(of: Data(old.utf8)) {
      data.replaceSubrange(range, with: Data(new.utf8))
    }
    return data
  }

  @Test("run writes the outputs of a model, and any tensor on request")
  func run() throws {
    try sandbox.succeed([
      "run", "--model", "conv.onnx", "--input", "x=x.npy", "--output", "r", "--output", "c", "-o",
      "out/",
    ])
    let (before, after) = (try sandbox.array("out/c.npy"), try sandbox.array("out/r.npy"))
    #expect(before.shape == [1, 3, 3, 3])
    #expect(after.values == before.values.map { max($0, 0) })
    #expect(before.values.contains { $0 < 0 })
    try sandbox.succeed(["run", "--model", "conv.onnx", "--input", "x.npy", "-o", "out"])
    #expect(try sandbox.array("out/y.npy").shape == [1, 2])
    try sandbox.fail(
      73, ["run", "--model", "conv.onnx", "--input", "x.npy", "-o", "out"], saying: ["--force"])
  }

  @Test("The number of threads changes no bit")
  func threads() throws {
    for threads in ["1", "2", "5"] {
      try sandbox.succeed([
        "run", "--model", "conv.onnx", "--input", "x.npy", "-o", threads, "--threads", threads,
      ])
    }
    #expect(try sandbox.data("1/y.npy") == sandbox.data("2/y.npy"))
    #expect(try sandbox.data("1/y.npy") == sandbox.data("5/y.npy"))
  }

  @Test("Wrong calls are refused with what is missing")
  func wrongCalls() throws {
    try sandbox.fail(
      64, ["run", "--model", "conv.onnx", "-o", "out/"], saying: ["'x'", "--input"])
    try sandbox.fail(64, ["run", "--model", "conv.onnx", "--input", "x=x.npy"], saying: ["-o"])
    try sandbox.fail(
      66, ["run", "--model", "conv.onnx", "--input", "x=x.npy", "--output", "q", "-o", "out/"],
      saying: ["'q'"])
    try sandbox.fail(
      66, ["run", "--model", "none.onnx", "--input", "x=x.npy", "-o", "out/"],
      saying: ["none.onnx"])
    try sandbox.write(
      "flat.npy", NPYFile(shape: [50], values: [Double](repeating: 0, count: 50)).data)
    try sandbox.fail(
      65, ["run", "--model", "conv.onnx", "--input", "x=flat.npy", "-o", "out/"],
      saying: ["flat.npy", "1x2x5x5"])
  }

  @Test("Every operator that is not supported is named, with its nodes")
  func unsupported() throws {
    try sandbox.write("odd.onnx", try changed("conv", "Relu", "Rely"))
    try sandbox.fail(
      65, ["run", "--model", "odd.onnx", "--input", "x=x.npy", "-o", "out/"],
      saying: ["operator Rely", "'r'"])
    try sandbox.write("dilated.onnx", try changed("conv", "ceil_mode", "seal_mode"))
    try sandbox.fail(
      65, ["run", "--model", "dilated.onnx", "--input", "x=x.npy", "-o", "out/"],
      saying: ["MaxPool: attribute seal_mode", "'m'"])
    let list = try sandbox.succeed(["run", "--model", "odd.onnx", "--list-operators"])
    #expect(list.text.contains("Rely 1 not supported\n"))
  }

  @Test("A value that nothing provides, or that depends on itself, is refused")
  func broken() throws {
    let cut = try seed("conv").prefix(200)
    try sandbox.write("cut.onnx", cut)
    try sandbox.fail(
      65, ["run", "--model", "cut.onnx", "--input", "x=x.npy", "-o", "out/"],
      saying: ["truncated"])
  }

  @Test("summary shows shapes, parameters and multiply-adds")
  func summary() throws {
    let table = try sandbox.succeed(["summary", "--model", "conv.onnx"]).text
    #expect(table.contains("(1, 3, 3, 3)"))
    // 3 filters of 2x3x3 and 3 biases; 6 weights.
    #expect(table.contains("Total params: 63"))
    // 27 outputs of 18 products, 2 outputs of 3.
    #expect(table.contains("Total multiply-adds: 492"))
  }
}
