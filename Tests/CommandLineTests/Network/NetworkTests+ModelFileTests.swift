import ConvCore
import Foundation
import TestSupport
import Testing

extension NetworkTests {
  @Suite("Model files of other programs")
  struct ModelFileTests {
    private let model: TrainedModel
    private let sandbox: CommandSandbox

    init() throws {
      model = try #require(TrainedModel.current)
      sandbox = try CommandSandbox()
    }

    private func evaluation(_ path: String, _ options: [String] = []) throws -> String {
      try sandbox.succeed(
        ["evaluate", "--model", path, "--data", model.digits, "--json"] + options
      ).text
    }

    private func refuse(_ file: SafetensorsBuilder, saying words: [String]) throws {
      try sandbox.write("m.st", file.data)
      try sandbox.fail(65, ["summary", "--model", "m.st"], saying: ["m.st"] + words)
    }

    @Test("a model saved again without metadata, tensors of other types beside it, is known")
    func resaved() throws {
      var file = SafetensorsBuilder(resaved: try model.weights())
      file.tensors += [
        .init(name: "epoch", type: "I64", shape: [], bytes: [7, 0, 0, 0, 0, 0, 0, 0]),
        .init(name: "half", type: "F16", shape: [2, 2], bytes: [UInt8](repeating: 1, count: 8)),
        .init(name: "brain", type: "BF16", shape: [3], bytes: [UInt8](repeating: 1, count: 6)),
        .init(name: "double", type: "F64", shape: [2], bytes: [UInt8](repeating: 0, count: 16)),
        .init(name: "mask", type: "BOOL", shape: [0], bytes: []),
      ]
      try sandbox.write("m.st", file.data)
      #expect(try evaluation("m.st") == evaluation(model.path))
      file.metadata = ["format": "pt"]
      try sandbox.write("pt.st", file.data)
      #expect(try evaluation("pt.st") == evaluation(model.path))
    }

    @Test(
      "tensors that were given other names are known by their shapes",
      arguments: ["module.", "_orig_mod.model.", "renamed"])
    func renamed(prefix: String) throws {
      var file = SafetensorsBuilder(resaved: try model.weights())
      let other = ["conv2d_1": "b", "conv2d_2": "z", "conv2d_3": "features.4", "dense": "a"]
      for index in file.tensors.indices {
        let parts = file.tensors[index].name.split(separator: ".").map(String.init)
        file.tensors[index].name =
          prefix == "renamed"
          ? "\(other[parts[0]] ?? "").\(parts[1])" : prefix + parts.joined(separator: ".")
      }
      try sandbox.write("m.st", file.data)
      #expect(try evaluation("m.st") == evaluation(model.path))
    }

    @Test(
      "a perceptron of any width is known without metadata; a tenth is held out, or a share",
      arguments: [("6", "40", [], "4"), ("3", "100", ["--validation", "29%"], "29")])
    func perceptron(hidden: String, limit: String, share: [String], heldOut: String) throws {
      try sandbox.succeed(
        [
          "train-mnist", "--synthetic", "--network", "mlp", "--hidden", hidden, "--limit", limit,
          "--epochs", "1", "--quiet", "-o", "run",
        ] + share)
      let weights = try SavedWeights(try sandbox.data("run/model.safetensors"))
      try sandbox.write("m.st", SafetensorsBuilder(resaved: weights).data)
      #expect(try evaluation("m.st") == evaluation("run"))
      let record = try JSONSerialization.jsonObject(with: try sandbox.data("run/run.json"))
      let options = (record as? [String: Any])?["options"] as? [String: String]
      #expect(options?["validation"] == heldOut)
    }

    @Test("--architecture takes layers, scaling and names from another model")
    func architecture() throws {
      let file = SmallModel.dense(SmallModel.ramp(7840), SmallModel.ramp(10))
      var bare = file
      bare.metadata = nil
      try sandbox.write("whole.st", file.data)
      try sandbox.write("bare.st", bare.data)
      let call = ["evaluate", "--model", "bare.st", "--data", model.digits]
      try sandbox.fail(65, call, saying: ["bare.st", "--architecture"])
      let options = ["--architecture", "whole.st"]
      #expect(try evaluation("bare.st", options) == evaluation("whole.st"))
      #expect(try sandbox.succeed(call + options).text.contains("c9"))
      try sandbox.fail(66, call + ["--architecture", "none.st"], saying: ["none.st"])
      let summary = ["summary", "--model", "bare.st"]
      #expect(try sandbox.succeed(summary + options).text.contains("7,850"))
      try sandbox.fail(64, ["summary"] + options, saying: ["--architecture", "--model"])
      try sandbox.fail(64, ["filter", "--laplacian", model.picture] + options, saying: ["--model"])
      // Weights that another architecture does not have.
      try sandbox.fail(65, call + ["--architecture", model.path], saying: ["conv2d_1.weight"])
    }

    @Test("names out of a model file are escaped in JSON")
    func escapedNames() throws {
      var file = SmallModel.dense(SmallModel.ramp(7840), SmallModel.ramp(10))
      let name = "d\"e\\n\ns"
      for index in file.tensors.indices {
        file.tensors[index].name = file.tensors[index].name.replacing("dense", with: name)
      }
      file.metadata?["architecture"] =
        #"[{"kind":"Flatten","name":"f"},{"kind":"Dense","name":"d\"e\\n\ns","#
        + #""inputs":784,"outputs":10}]"#
      try sandbox.write("m.st", file.data)
      let text = try sandbox.succeed(["summary", "--model", "m.st", "--json"]).text
      let table = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
      let layers = try #require(table?["layers"] as? [[String: Any]])
      #expect(layers.map { $0["name"] as? String } == ["f", name])
    }

    @Test("a tensor that a layer asks for has to be float32")
    func wrongType() throws {
      var file = SmallModel.dense(SmallModel.ramp(7840), SmallModel.ramp(10))
      file.tensors[1].type = "F16"
      file.tensors[1].bytes = [UInt8](repeating: 0, count: 20)
      try refuse(file, saying: ["dense.bias", "F16"])
      file.tensors[1].type = "X7"
      try refuse(file, saying: ["dense.bias", "X7"])
    }

    @Test("tensors lie end to end: a hole, or bytes behind the last one, are damage")
    func endToEnd() throws {
      let file = SmallModel.dense(SmallModel.ramp(7840), SmallModel.ramp(10))
      var holed = file
      holed.tensors[1].gap = 4
      try refuse(holed, saying: ["4 bytes", "dense.bias"])
      holed.tensors[1].gap = 0
      holed.tensors[0].gap = 8
      try refuse(holed, saying: ["8 bytes", "dense.weight"])
      var longer = file
      longer.trailing = 3
      try refuse(longer, saying: ["3 bytes", "behind"])
    }

    @Test(
      "weights that are not finite are damage, in every command",
      arguments: [Float.nan, .infinity, -.infinity])
    func notFinite(value: Float) throws {
      var file = SafetensorsBuilder(resaved: try model.weights())
      file.change("conv2d_2.weight") {
        $0.replaceSubrange(40..<44, with: SafetensorsBuilder.Tensor.littleEndian(value))
      }
      try refuse(file, saying: ["conv2d_2.weight", "1 of 4608", "finite"])
      let commands = [
        ["evaluate", "--data", model.digits, "--json"], ["predict", model.picture, "--json"],
        ["dump-filters", "-o", "out"], ["dump-activations", model.picture, "-o", "out"],
        ["filter", "--layer", "conv2d_1", "--unit", "0", model.picture],
      ]
      for command in commands {
        try sandbox.fail(65, command + ["--model", "m.st"], saying: ["m.st", "finite"])
      }
    }

    @Test("outputs that are not finite are no result")
    func overflow() throws {
      let file = SmallModel.dense(
        [Float](repeating: 3e38, count: 7840), [Float](repeating: 0, count: 10))
      try sandbox.write("m.st", file.data)
      for options in [[], ["--json"]] {
        let call = ["evaluate", "--model", "m.st", "--data", model.digits] + options
        try sandbox.fail(65, call, saying: ["m.st", "60 of 60", "finite"])
      }
      let dump = ["dump-activations", model.picture, "--model", "m.st", "-o", "out"]
      try sandbox.fail(65, dump, saying: ["m.st", "finite"])
    }

    @Test("fewer classes than digits are refused")
    func fewClasses() throws {
      let file = SmallModel.dense(SmallModel.ramp(1568), SmallModel.ramp(2))
      try sandbox.write("m.st", file.data)
      let call = ["evaluate", "--model", "m.st", "--data", model.digits]
      try sandbox.fail(65, call, saying: ["2 classes", "9"])
    }

    @Test("an architecture that asks for more weights than any memory holds is refused at once")
    func hugeLayers() throws {
      var file = SmallModel.dense(SmallModel.ramp(7840), SmallModel.ramp(10))
      file.metadata?["architecture"] =
        #"[{"kind":"Conv2D","name":"dense","inputs":65536,"outputs":65536,"size":[1024,1024]}]"#
      file.metadata?["input_shape"] = "65536,65536,65536"
      let start = ContinuousClock.now
      try refuse(file, saying: ["dense.weight", "[10, 784]"])
      file.metadata?["architecture"] = #"[{"kind":"Flatten","name":"flatten"}]"#
      try refuse(file, saying: ["outputs"])
      #expect(ContinuousClock.now - start < .seconds(5))
    }

    @Test("a folder stands for its model.safetensors, and what is none is said")
    func folders() throws {
      let folder = model.sandbox.folder.path("run")
      let table = try sandbox.succeed(["summary", "--model", model.path]).text
      #expect(try sandbox.succeed(["summary", "--model", folder]).text == table)
      #expect(try sandbox.succeed(["summary", "--model", folder + "/"]).text == table)
      try sandbox.write("empty/notes.txt", "nothing")
      try sandbox.fail(
        66, ["summary", "--model", "empty"], saying: ["empty", "model.safetensors"])
      try sandbox.fail(66, ["summary", "--model", ""], saying: ["no such model"])
    }

    @Test("a picture, an array or an archive given as a model is called what it is")
    func foreign() throws {
      try sandbox.write("zip.pt", Data("PK".utf8) + Data([3, 4]) + Data(repeating: 0, count: 40))
      try sandbox.writeArray("a.npy", Image(rows: [[1, 2], [3, 4]]))
      for (path, word) in [(model.picture, "PNG"), ("zip.pt", "ZIP"), ("a.npy", "NumPy")] {
        try sandbox.fail(64, ["summary", "--model", path], saying: [path, word])
      }
    }
  }
}
