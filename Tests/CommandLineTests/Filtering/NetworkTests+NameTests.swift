import Foundation
import TestSupport
import Testing

extension NetworkTests {
  @Suite("Names of results of a network")
  struct NameTests {
    @Test("prepared pictures have names of their own and replace no input")
    func prepared() throws {
      let model = try #require(TrainedModel.current)
      let sandbox = try CommandSandbox()
      let digit = try model.data("digit.png")
      for name in ["x.png", "x.prepared.png", "a.png", "a.jpg"] { try sandbox.write(name, digit) }
      let call = ["predict", "--model", model.path, "--show-prepared", "--quiet"]
      let result = try sandbox.run(call + ["x.png", "x.prepared.png"])
      #expect(result.code == 1 && result.errors.contains("x.prepared.png"))
      #expect(try sandbox.data("x.prepared.png") == digit)
      #expect(sandbox.files.contains("x.prepared.prepared.png"))
      #expect(try sandbox.run(call + ["a.png", "a.jpg"]).code == 0)
      #expect(sandbox.files.contains("a.png.prepared.png"))
      #expect(sandbox.files.contains("a.jpg.prepared.png"))
    }

    @Test("maps do not replace the picture that they are of, nor a chart the model")
    func maps() throws {
      let model = try #require(TrainedModel.current)
      let sandbox = try CommandSandbox()
      let digit = try model.data("digit.png")
      try sandbox.write("maps/01-conv2d_1.png", digit)
      let result = try sandbox.run([
        "dump-activations", "--model", model.path, "maps/01-conv2d_1.png", "-o", "maps", "--force",
      ])
      #expect(result.code == 73 && result.errors.contains("01-conv2d_1.png"))
      #expect(try sandbox.data("maps/01-conv2d_1.png") == digit)
      let weights = try model.data("run/model.safetensors")
      try sandbox.write("m.png", weights)
      let chart = try sandbox.run([
        "evaluate", "--model", "m.png", "--data", model.digits, "-o", "m.png", "--force",
      ])
      #expect(chart.code == 73)
      #expect(try sandbox.data("m.png") == weights)
    }
  }
}
