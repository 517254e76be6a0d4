import ConvCore
import ConvNet
import Testing

/// A layer of the tests' own, with a parameter and a setting: y = s · w · x.
private struct Scale: StoredLayer {
  static let kind = "TestScale"
  var parameters: [Parameter]
  let strength: Float

  init(strength: Float, weight: Float = 1) {
    self.strength = strength
    parameters = [Parameter(name: "weight", shape: [1], values: [weight])]
  }

  init(settings: LayerSettings, parameters: [Parameter]) throws(ShapeError) {
    self.init(
      strength: try settings.number("strength", in: -10...10), weight: parameters[0].values[0])
  }

  var settings: LayerSettings { LayerSettings(["strength": .number(strength)]) }

  static func parameterShapes(_ settings: LayerSettings) throws(ShapeError) -> [ParameterShape] {
    [ParameterShape("weight", [1])]
  }

  func outputShape(for input: TensorShape) throws(ShapeError) -> TensorShape { input }

  func forward(
    _ input: Tensor, into output: inout Tensor, scratch: inout LayerScratch, pass: LayerContext
  ) {
    let factor = strength * parameters[0].values[0]
    for i in input.values.indices { output.values[i] = factor * input.values[i] }
  }

  func backward(
    _ input: inout Tensor, outputGradient: inout Tensor, parameterGradients: inout [[Float]],
    scratch: inout LayerScratch, pass: LayerContext
  ) {}
}

@Suite("Model files of networks with open layers")
struct OpenLayersFileTests {
  private func network() throws -> Network {
    try LayerText.network(
      """
      conv 6 3x2 stride 2 padding 1x0 relu; batchnorm; leaky 0.2; dropout 0.1
      residual { conv depthwise 3x3 padding same; relu; conv 6 1x1; batchnorm } relu
      residual { conv 8 3x3 groups 2 dilation 2 padding same }; average-pool 3 stride 2 padding 1
      max-pool 2 stride 1 padding 1; global-average; flatten; dense 5 relu; dense
      """, input: TensorShape(channels: 2, height: 12, width: 11), classes: ["x", "y", "z"],
      seed: 3)
  }

  @Test("every layer survives its file, bit for bit, and computes the same")
  func roundTrip() throws {
    let network = try network()
    let bytes = network.safetensors.bytes
    let read = try Network(try Safetensors(bytes: bytes))
    #expect(read.safetensors.bytes == bytes)
    #expect(read.shapes == network.shapes && read.classNames == ["x", "y", "z"])
    var generator = SplitMix64(seed: 1)
    let image = (0..<network.inputShape.count).map { _ in generator.unit() }
    var (a, b): ([Float], [Float]) = ([], [])
    Classifier(network).logits(image, into: &a)
    Classifier(read).logits(image, into: &b)
    #expect(a == b && !a.isEmpty)
    let names = network.safetensors.entries.map(\.name)
    #expect(names.contains("batch_normalization_1.running_var"))
  }

  @Test("a layer of another package is read back after it is registered")
  func registered() throws {
    let network = try Network(input: [1, 4, 4], classes: ["a", "b"], seed: 1) {
      Scale(strength: 0.5, weight: 3)
      Dense()
    }
    let bytes = network.safetensors.bytes
    let file = try Safetensors(bytes: bytes)
    #expect(throws: ModelFileError("layer testscale: unknown or damaged TestScale")) {
      try Network(file)
    }
    LayerRegistry.register(Scale.self)
    let read = try Network(file)
    #expect(read.safetensors.bytes == bytes)
    #expect((read.stages[0].layer as? Scale)?.strength == 0.5)
  }

  private func reason(_ change: (inout Safetensors) -> Void) throws -> String {
    var file = try network().safetensors
    change(&file)
    do throws(ModelFileError) {
      _ = try Network(file)
      return "accepted"
    } catch { return error.description }
  }

  private func reason(_ from: String, _ to: String) throws -> String {
    try reason {
      let text = $0.metadata["architecture"] ?? ""
      #expect(text.contains(from))
      $0.metadata["architecture"] = text.replacing(from, with: to)
    }
  }

  @Test("architectures that cannot be are refused in one line")
  func hostile() throws {
    #expect(try reason(#""groups":2"#, #""groups":5"#).contains("damaged Conv2D"))
    #expect(try reason(#""groups":2"#, #""groups":-2"#).contains("damaged Conv2D"))
    #expect(try reason(#""groups":2"#, #""groups":4503599627370496"#).contains("damaged Conv2D"))
    #expect(try reason(#""size":[3,2]"#, #""size":[1024,1024]"#).contains("has shape [6, 2, 3, 2]"))
    #expect(try reason(#""slope":"#, #""slope":-"#).contains("damaged LeakyReLU"))
    #expect(try reason(#""rate":"#, #""rate":7"#).contains("damaged Dropout"))
    #expect(try reason(#""padding":[1,0]"#, #""padding":[-1,0]"#).contains("damaged Conv2D"))
    #expect(try reason(#""channels":6"#, #""channels":600000"#).contains("damaged BatchNorm"))
    #expect(try reason(#""dropout""#, #""dense_1""#).contains("two layers have the name dense_1"))
    #expect(
      try reason(#""dropout"]"#, #""add_2"]"#).contains(
        "reads 'add_2', which is no layer before it"))
    #expect(try reason(#""kind":"Add""#, #""kind":"ReLU""#).contains("does not read layers before"))
    #expect(
      try reason { $0.metadata["architecture"] = String(repeating: "[", count: 10_000) }
        .contains("damaged architecture"))
    let deep = String(repeating: #"{"a":"#, count: 10_000)
    #expect(
      try reason { $0.metadata["architecture"] = "[\(deep)" }.contains("damaged architecture"))
    #expect(
      try reason { file in
        let index = file.entries.firstIndex { $0.name.hasSuffix("running_var") } ?? 0
        file.entries[index].values[0] = -1
      }.contains("damaged BatchNormalization"))
  }

  @Test("a text of weights as large as 2⁵² asks for no memory")
  func large() throws {
    let architecture =
      #"[{"name":"a","kind":"Conv2D","inputs":65536,"outputs":65536,"size":[1024,1024]}]"#
    let file = Safetensors(
      entries: [.init(name: "a.weight", shape: [1], values: [0])],
      metadata: ["architecture": architecture, "input_shape": "65536,1024,1024"])
    #expect(throws: ModelFileError.self) { try Network(file) }
  }
}
