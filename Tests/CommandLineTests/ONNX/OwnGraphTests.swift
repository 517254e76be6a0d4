import ConvCore
import ConvNet
import Foundation
import TestSupport
import Testing

/// Networks of this program as graphs: on photographs, and as ONNX files.
@Suite("Own networks as graphs")
struct OwnGraphTests {
  private let sandbox: CommandSandbox

  init() throws {
    sandbox = try CommandSandbox()
    var network = Network.cnn(seed: 5)
    for stage in network.stages.indices {
      // Biases that are not zero, and of both signs.
      guard network.stages[stage].layer.parameters.count > 1 else { continue }
      let count = network.stages[stage].layer.parameters[1].values.count
      network.stages[stage].layer.parameters[1].values = (0..<count).map {
        Float($0 % 7 - 3) / 50
      }
    }
    try sandbox.write("m.safetensors", Data(network.safetensors.bytes))
    try sandbox.write("photo.png", photograph(height: 41, width: 57))
  }

  /// Gray levels without structure that a filter could miss.
  private func photograph(height: Int, width: Int, channels: Int = 1) -> Image {
    var generator = SplitMix64(seed: 9)
    let shape = ImageShape(height: height, width: width, channels: channels)
    return Image(
      shape: shape, samples: (0..<shape.count).map { _ in (generator.unit() * 255).rounded() })
  }

  @Test(
    "Maps of a photograph equal the layer's filters to the bit, before and after the activation")
  func mapsEqualFilters() throws {
    try sandbox.succeed([
      "maps", "--model", "m.safetensors", "--preprocess", "picture", "photo.png", "-o", "d",
      "--npy", "--sums", "--quiet", "--max-maps", "1",
    ])
    for (layer, name) in [("conv2d_1", "01-conv2d_1"), ("conv2d_3", "03-conv2d_3")] {
      let filter = ["filter", "--model", "m.safetensors", "--layer", layer, "--unit", "all"]
      let sums = try sandbox.response(filter + ["--border", "valid", "photo.png"])
      let maps = try sandbox.array("d/\(name)-sums.npy")
      let (height, width, count) = (sums.shape[0], sums.shape[1], sums.shape[2])
      #expect(maps.shape == [count, height, width])
      for unit in 0..<count {
        for place in 0..<height * width {
          let sum = sums.values[place * count + unit]
          guard maps.values[unit * height * width + place] == sum else {
            Issue.record("unit \(unit) of \(layer) differs at \(place)")
            return
          }
        }
      }
      let after = try sandbox.array("d/\(name).npy")
      #expect(after.values == maps.values.map { max($0, 0) })
      #expect(maps.values.contains { $0 < 0 })
    }
    #expect(!sandbox.files.contains("d/05-flatten.png"))
  }

  @Test("A layer that needs a fixed size ends the maps of a photograph with one note")
  func fixedSize() throws {
    let result = try sandbox.run([
      "maps", "--model", "m.safetensors", "--size", "native", "photo.png", "-o", "d",
      "--max-maps", "1",
    ])
    #expect(result.code == 0)
    #expect(result.errors.split(separator: "\n").count { $0.contains("flatten") } == 1)
    try sandbox.fail(
      64, ["maps", "--model", "m.safetensors", "--preprocess", "guess", "photo.png", "-o", "e"],
      saying: ["guess"])
  }

  @Test("A model becomes ONNX, arrays, and the same bytes again")
  func roundTrips() throws {
    for (from, to) in [
      ("m.safetensors", "m.onnx"), ("m.onnx", "a.safetensors"), ("m.onnx", "folder/"),
      ("folder", "b.safetensors"),
    ] {
      try sandbox.succeed(["convert", from, to])
    }
    #expect(try sandbox.data("a.safetensors") == sandbox.data("m.safetensors"))
    #expect(try sandbox.data("b.safetensors") == sandbox.data("m.safetensors"))
    try sandbox.fail(73, ["convert", "m.safetensors", "m.onnx"], saying: ["--force"])
    try sandbox.fail(64, ["convert", "m.safetensors", "m.png"], saying: [".onnx"])
    let own = try sandbox.succeed(["summary", "--model", "m.onnx"]).text
    #expect(own == (try sandbox.succeed(["summary", "--model", "m.safetensors"]).text))
  }

  @Test("The ONNX file takes pixels of 0...255 and gives the probabilities of the model")
  func probabilities() throws {
    try sandbox.succeed(["convert", "m.safetensors", "m.onnx"])
    let digit = photograph(height: 28, width: 28)
    try sandbox.write(
      "x.npy", NPYFile(shape: [1, 1, 28, 28], values: digit.samples.map(Double.init)).data)
    try sandbox.succeed(["run", "--model", "m.onnx", "--input", "x.npy", "-o", "out/"])
    let found = try sandbox.array("out/probabilities.npy")
    let network = try Network(try Safetensors(bytes: Array(sandbox.data("m.safetensors"))))
    var logits: [Float] = []
    Classifier(network).logits(digit.samples.map { $0 / 255 }, into: &logits)
    let expected = Loss.softmax(logits)
    #expect(found.shape == [1, 10])
    for (a, b) in zip(found.values, expected) { #expect(abs(a - Double(b)) < 1e-6) }
  }

  @Test("A model of another program that the layers cannot hold is refused with its operators")
  func foreign() throws {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let seed = tests.appendingPathComponent("Fuzzing/Seeds/onnx/shape.onnx")
    try sandbox.write("f.onnx", try Data(contentsOf: seed))
    let line = try sandbox.fail(65, ["convert", "f.onnx", "f.safetensors"])
    #expect(line.contains("cannot hold") || line.contains("need an input"))
  }

  @Test("guess tries every preparation and says probability and entropy of each")
  func guess() throws {
    let text = try sandbox.succeed([
      "predict", "--model", "m.safetensors", "--preprocess", "guess", "photo.png",
    ]).text
    for name in ["imagenet", "caffe", "tf", "unit", "raw", "entropy"] {
      #expect(text.contains(name))
    }
    let json = try sandbox.succeed([
      "predict", "--model", "m.safetensors", "--preprocess", "guess", "photo.png", "--json",
    ])
    let object = try #require(
      try JSONSerialization.jsonObject(with: json.output) as? [String: Any])
    #expect((object["guesses"] as? [[String: Any]])?.count ?? 0 >= 5)
  }
}
