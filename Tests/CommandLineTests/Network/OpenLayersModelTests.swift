import ConvCore
import ConvNet
import Foundation
import TestSupport
import Testing

@Suite("Commands on models of any layers")
struct OpenLayersModelTests {
  private let sandbox: CommandSandbox
  private let network: Network
  private let picture: Image

  init() throws {
    sandbox = try CommandSandbox()
    var network = try LayerText.network(
      """
      conv 4 3x3 padding same; batchnorm; leaky 0.1; conv 5 3x3 padding same relu
      residual { conv depthwise 3x3 padding same; batchnorm; relu; conv 6 3x3 stride 2 padding same }
      average-pool 3 stride 1 padding 1; global-average; dense
      """, input: TensorShape(channels: 3, height: 12, width: 10),
      classes: ["red", "green", "blue"], seed: 2)
    // Statistics that are not those of the beginning.
    for stage in network.stages.indices where network.stages[stage].layer is BatchNorm {
      for index in 0..<4 {
        for c in network.stages[stage].layer.parameters[index].values.indices {
          network.stages[stage].layer.parameters[index].values[c] += 0.1 * Float(c + index)
        }
      }
    }
    self.network = network
    var generator = SplitMix64(seed: 5)
    picture = Image(
      shape: ImageShape(height: 12, width: 10, channels: 3),
      samples: (0..<360).map { _ in (generator.unit() * 255).rounded() })
    try sandbox.write("model.safetensors", Data(network.safetensors.bytes))
    try sandbox.write("p.png", picture)
  }

  @Test("predict and summary read the model; one picture gives what the library says")
  func predict() throws {
    let json = try sandbox.succeed([
      "predict", "--model", "model.safetensors", "p.png", "--json", "--quiet",
    ])
    let answer = try #require(
      try JSONSerialization.jsonObject(with: json.output) as? [String: Any])
    let top = try #require((answer["top"] as? [[String: Any]])?.first)
    let expected = try network.classify(picture).top(1)[0]
    #expect(top["class"] as? String == expected.className)
    #expect(abs((top["probability"] as? Double ?? 0) - Double(expected.probability)) < 1e-5)
    let text = try sandbox.succeed(["summary", "--model", "model.safetensors"]).text
    #expect(text.contains("conv2d_3, conv2d_5") || text.contains("conv2d_4, conv2d_5"))
    #expect(text.contains("Non-trainable params: 18"))
    try sandbox.write(
      "large.png",
      Image(
        shape: ImageShape(height: 13, width: 10, channels: 3),
        samples: [Float](repeating: 9, count: 390)))
    try sandbox.fail(
      65, ["predict", "--model", "model.safetensors", "large.png"], saying: ["12x10x3"])
  }

  @Test("maps and filters of every layer are written")
  func dumps() throws {
    try sandbox.succeed(
      ["dump-activations", "--model", "model.safetensors", "p.png", "-o", "maps", "--npy"])
    let workspace = try network.workspace(for: picture)
    for (index, stage) in network.stages.enumerated().dropLast() {
      let name = String(format: "maps/%02d-%@.npy", index + 1, stage.name)
      let array = try #require(NPYFile(float32: try sandbox.data(name)))
      #expect(
        array.values.map { Float($0) } == workspace.activations[index + 1].image(0), "\(name)")
    }
    try sandbox.succeed(
      ["dump-filters", "--model", "model.safetensors", "-o", "filters", "--npy"])
    let depthwise = try #require(NPYFile(float32: try sandbox.data("filters/05-conv2d_3.npy")))
    #expect(depthwise.shape == [5, 3, 3, 1])
  }

  @Test("a unit behind normalization and leaky values equals the map, to the bit")
  func filter() throws {
    for (layer, unit) in [("conv2d_1", 2), ("conv2d_2", 3), ("conv2d_3", 4), ("conv2d_4", 1)] {
      try sandbox.succeed([
        "filter", "--model", "model.safetensors", "--layer", layer, "--unit", "\(unit)", "p.png",
        "--border", "zero", "-o", "\(layer).npy",
      ])
      let index = try #require(network.stages.firstIndex { $0.name == layer })
      let shape = network.shapes[index + 1]
      // The response comes before the activation.
      var linear = network
      if let conv = linear.stages[index].layer as? Conv2D {
        linear.stages[index].layer = Conv2D(
          weight: conv.parameters[0].values, bias: conv.parameters[1].values,
          inputChannels: conv.inputChannels, kernelSize: conv.kernelSize, stride: conv.stride,
          padding: conv.padding, dilation: conv.dilation, groups: conv.groups)
      }
      let map = try linear.workspace(for: picture).activations[index + 1].image(0)
      let response = try #require(NPYFile(float32: try sandbox.data("\(layer).npy")))
      #expect(
        response.values.map { Float($0) }
          == Array(map[unit * shape.plane..<(unit + 1) * shape.plane]), "\(layer)")
    }
    try sandbox.fail(
      64,
      [
        "filter", "--model", "model.safetensors", "--layer", "add", "--unit", "0", "p.png", "-o",
        "x.npy",
      ], saying: ["add"])
  }

  @Test("an architecture that lies is one line, 65")
  func hostile() throws {
    for (from, to) in [
      (#""groups":5"#, #""groups":9999"#), (#""epsilon":"#, #""epsilon":-"#),
      (#""kind":"Add""#, #""kind":"Mul""#),
    ] {
      var file = network.safetensors
      let text = file.metadata["architecture"] ?? ""
      #expect(text.contains(from), "\(from)")
      file.metadata["architecture"] = text.replacing(from, with: to)
      try sandbox.write("bad.safetensors", Data(file.bytes))
      try sandbox.fail(65, ["summary", "--model", "bad.safetensors"], saying: ["bad.safetensors"])
    }
  }
}
