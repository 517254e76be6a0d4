import Foundation
import TestSupport
import Testing

extension NetworkTests {
  @Suite("Learned filters on pictures")
  struct FilterTests {
    private let model: TrainedModel
    private let sandbox: CommandSandbox

    init() throws {
      model = try #require(TrainedModel.current)
      sandbox = try CommandSandbox()
    }

    private func filter(_ layer: String, _ unit: Int, _ rest: [String] = []) -> [String] {
      ["filter", "--model", model.path, "--layer", layer, "--unit", "\(unit)", model.picture] + rest
    }

    @Test(
      "an activation map is the rectified response of the filter, to the bit",
      arguments: [("01-conv2d_1", 26, 32), ("02-conv2d_2", 24, 16), ("03-conv2d_3", 22, 8)])
    func activationMaps(layer: String, side: Int, units: Int) throws {
      let maps = try model.sandbox.array("maps/\(layer).npy")
      try #require(maps.shape == [units, side, side])
      let plane = side * side
      var negatives = 0
      for unit in [0, 1, units / 2, units - 1] {
        let response = try sandbox.response(
          filter(String(layer.dropFirst(3)), unit, ["--border", "valid"]))
        #expect(response.shape == [side, side])
        negatives += response.values.count { $0 < 0 }
        let rectified = response.values.map { $0 > 0 ? $0 : 0 }
        #expect(rectified == Array(maps.values[unit * plane..<(unit + 1) * plane]), "\(unit)")
      }
      // Otherwise nothing was rectified, and the test would say less than it seems to.
      #expect(negatives > 0)
    }

    @Test("the kernel that dump-filters wrote gives the same with the scale and the bias")
    func writtenKernel() throws {
      let biases = try model.weights()["conv2d_1.bias"].values
      for unit in [0, 5, 17, 31] {
        let name = unit < 10 ? "0\(unit)" : "\(unit)"
        let learned = try sandbox.response(filter("conv2d_1", unit))
        let written = try sandbox.response([
          "filter", "--kernel", model.sandbox.folder.path("kernels/01-conv2d_1/\(name).npy"),
          "--scale", "\(1 / 255.0)",
          "--bias", "\(biases[unit])", model.picture,
        ])
        #expect(written.shape == [28, 28] && learned.shape == [28, 28])
        #expect(largestDifference(learned.values, written.values) < 1e-5, "\(unit)")
        #expect(Set(learned.values).count > 50, "\(unit)")
      }
    }

    @Test("kernels are written turned by 180°, one by one and as a bank")
    func orientation() throws {
      let weights = try model.weights()
      let bank = try model.sandbox.array("kernels/02-conv2d_2.npy")
      #expect(bank.shape == [16, 3, 3, 32])
      let one = try model.sandbox.array("kernels/02-conv2d_2/07.npy")
      #expect(one.shape == [3, 3, 32])
      #expect(one.values == Array(bank.values[7 * 288..<8 * 288]))
      let cells = try weights["conv2d_2.weight"].values[7 * 288..<8 * 288].map { $0 }
      let turned = (0..<9).flatMap { cell in (0..<32).map { cells[$0 * 9 + 8 - cell] } }
      #expect(one.values == turned)
      let first = try model.sandbox.array("kernels/01-conv2d_1.npy")
      #expect(first.shape == [32, 3, 3, 1])
      let flat = try weights["conv2d_1.weight"].values
      #expect(Array(first.values.prefix(9)) == flat.prefix(9).reversed())
    }

    @Test("a learned filter runs on pictures of any size, and derived names say the unit")
    func anySize() throws {
      try sandbox.write("wide.png", PNGBuilder(height: 19, width: 70, color: .gray).data)
      let call = ["filter", "--model", model.path, "--layer", "conv2d_3", "--unit", "2"]
      #expect(try sandbox.response(call + ["wide.png"]).shape == [19, 70])
      let valid = try sandbox.response(call + ["wide.png", "--border", "valid"])
      #expect(valid.shape == [13, 64])
      try sandbox.succeed(call + ["wide.png"])
      #expect(sandbox.files.count == 2)
      #expect(sandbox.files.contains { $0.hasPrefix("wide.") && $0.contains("conv2d_3") })
    }

    @Test("layers and units that are not there, or are no convolutions, are wrong usage")
    func unknown() throws {
      try sandbox.fail(64, filter("conv2d_4", 0), saying: ["conv2d_4", "conv2d_3"])
      try sandbox.fail(64, filter("conv2d_1", 32), saying: ["32", "31"])
      try sandbox.fail(64, filter("conv2d_1", -1))
      try sandbox.fail(64, filter("max_pooling2d", 0), saying: ["max_pooling2d"])
      try sandbox.fail(64, filter("dense", 0))
      let incomplete = ["filter", "--model", model.path, model.picture]
      try sandbox.fail(64, incomplete, saying: ["--layer", "--unit"])
      try sandbox.fail(64, incomplete + ["--layer", "conv2d_1"], saying: ["--unit"])
      try sandbox.fail(64, incomplete + ["--unit", "1"], saying: ["--layer"])
      try sandbox.fail(64, ["filter", "--unit", "1", "--laplacian", model.picture])
      try sandbox.fail(64, filter("conv2d_1", 0, ["--laplacian"]))
    }

    @Test("broken and foreign model files are named, by every command that reads one")
    func brokenModels() throws {
      let whole = try model.data("run/model.safetensors")
      try sandbox.write("text.st", "This is a text and not a model.\n")
      try sandbox.write("empty.st", "")
      try sandbox.write("header.st", whole.prefix(700))
      try sandbox.write("cut.st", whole.dropLast(4))
      try sandbox.write("foreign.st", Data([2, 0, 0, 0, 0, 0, 0, 0]) + Data("{}".utf8))
      try sandbox.write("picture.st", try model.data("digit.png"))
      let commands = [
        ["filter", "--layer", "conv2d_1", "--unit", "0", model.picture],
        ["predict", model.picture], ["summary"], ["evaluate", "--data", model.digits],
        ["dump-activations", model.picture, "-o", "out"], ["dump-filters", "-o", "out"],
      ]
      for (number, command) in commands.enumerated() {
        for name in ["text", "empty", "header", "cut", "foreign", "picture"]
        where number < 2 || ["text", "cut"].contains(name) {
          // What is clearly something else is a wrong call; what may be a model is a broken one.
          let code: Int32 = ["text", "picture"].contains(name) ? 64 : 65
          try sandbox.fail(code, command + ["--model", "\(name).st"], saying: ["\(name).st"])
        }
        try sandbox.fail(66, command + ["--model", "none.st"], saying: ["none.st"])
      }
    }
  }
}
