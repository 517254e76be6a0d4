import ConvCore
import ConvNet
import Testing

@Suite("Networks built from layers")
struct NetworkBuilderTests {
  @Test("channels and features follow from the layers before")
  func inferred() throws {
    let network = try Network(input: [3, 32, 30], classes: ["cat", "dog"], seed: 1) {
      Conv2D(filters: 16, kernelSize: 3, activation: .relu)
      BatchNorm()
      MaxPool2D(2)
      Flatten()
      Dense(2)
    }
    #expect(network.classNames == ["cat", "dog"])
    #expect(network.shapes.last?.count == 2)
    #expect(network.parameterCount == 16 * 27 + 16 + 4 * 16 + 15 * 14 * 16 * 2 + 2)
    #expect(
      network.namedParameters.map(\.name) == [
        "conv2d.weight", "conv2d.bias", "batch_normalization.weight", "batch_normalization.bias",
        "batch_normalization.running_mean", "batch_normalization.running_var", "dense.weight",
        "dense.bias",
      ])
  }

  @Test("loops, branches and blocks build the network of the same text")
  func sameAsText() throws {
    let isDeep = true
    let built = try Network(input: [3, 16, 16], classes: ["a", "b", "c"], seed: 5) {
      for filters in [4, 6] {
        Conv2D(filters: filters, kernelSize: 3, padding: .same)
        BatchNorm()
        ReLU()
      }
      if isDeep {
        Residual(activation: .relu) {
          Conv2D(filters: 6, kernelSize: 3, padding: .same)
          Residual { Conv2D.depthwise(kernelSize: 3, padding: 1) }
        }
      }
      GlobalAvgPool2D()
      Dense()
    }
    let written = try LayerText.network(
      """
      conv 4 3x3 padding same; batchnorm; relu; conv 6 3x3 padding same; batchnorm; relu
      residual { conv 6 3x3 padding same; residual { conv depthwise 3x3 padding 1 } } relu
      global-average; dense
      """, input: TensorShape(channels: 3, height: 16, width: 16), classes: ["a", "b", "c"],
      seed: 5)
    #expect(built.safetensors.bytes == written.safetensors.bytes)
    #expect(built.stages.last?.name == "dense")
  }

  @Test("a layer that does not suit what it gets is named with its number")
  func refused() {
    let large = ShapeError(
      "layer 2, MaxPooling2D: the window 9×9 is larger than its input 6×6 (8−3+1=6)")
    #expect(throws: large) {
      try Network(input: [1, 8, 8], classes: ["a", "b"], seed: 1) {
        Conv2D(filters: 2, kernelSize: 3)
        MaxPool2D(9)
        Dense()
      }
    }
    #expect(throws: ShapeError("[3, 8] is no shape of channels, height and width")) {
      try Network(input: [3, 8], classes: ["a", "b"], seed: 1) { Dense() }
    }
    #expect(throws: ShapeError.self) {
      try Network(input: [3, 8, 8], classes: ["a", "b"], seed: 1) { Dense(3) }
    }
  }

  @Test("receptive fields are those of the longest path, of blocks as well")
  func receptiveFields() throws {
    let network = try LayerText.network(
      """
      conv 4 7x7 stride 2 padding 3; max-pool 3 stride 2 padding 1
      residual { conv 4 3x3 padding same; batchnorm; relu; conv 4 3x3 padding same; batchnorm } relu
      residual { conv 8 3x3 stride 2 padding same; conv 8 3x3 padding same } relu
      global-average; dense
      """, input: TensorShape(channels: 3, height: 224, width: 224), classes: 10, seed: 1)
    // The first layers of ResNet-18: 7, 11, 19, 27, 35, 51 pixels.
    let fields = network.receptiveFields
    let named = Dictionary(uniqueKeysWithValues: zip(network.stages.map(\.name), fields))
    #expect(named["conv2d_1"]?.size == 7 && named["max_pooling2d"]?.size == 11)
    #expect(named["add_1"]?.size == 27 && named["add_1"]?.stride == 4)
    #expect(named["conv2d_4"]?.size == 35 && named["add_2"]?.size == 51)
    #expect(named["add_2"]?.stride == 8 && named["add_2"]?.offsetY == -25)
    #expect(named["dense"]?.size == 224)
  }
}
