import ConvCore
import ConvNet
import Testing

@Suite("Networks written as a text")
struct LayerTextTests {
  private let picture = TensorShape(channels: 3, height: 32, width: 32)

  private func network(_ text: String, classes: Int = 10) throws -> Network {
    try LayerText.network(text, input: picture, classes: classes, seed: 1)
  }

  private func reason(_ text: String) -> String {
    do throws(LayerTextError) {
      _ = try LayerText.network(text, input: picture, classes: 10, seed: 1)
      return "accepted"
    } catch { return error.description }
  }

  @Test("the slides' network is the same as by its own name, weights and all")
  func slides() throws {
    let text = "conv 32 3x3 relu; conv 16 3 relu; conv 8 3x3 relu; pool 2; dense"
    let written = try LayerText.network(
      text, input: TensorShape(channels: 1, height: 28, width: 28), classes: Network.digits,
      seed: 7)
    #expect(written.safetensors.bytes == Network.cnn(seed: 7).safetensors.bytes)
  }

  @Test("every word has its layer, over lines and comments")
  func everyWord() throws {
    let network = try network(
      """
      # a network of everything
      conv 8 5x3 stride 2x1 padding 2x1 relu   # options in any order
      Batchnorm; leaky 0.2; leaky
      conv depthwise 3x3 padding same; conv 16 3x3 depthwise dilation 2 padding same
      conv 16 1 groups 4; relu; dropout 0.25
      max-pool 3 stride 2 padding 1; average-pool 2
      residual { conv 16 3x3 padding same relu; batchnorm } relu
      residual { conv 24 3x3 stride 2 padding same }
      global-average; flatten; dense 12 relu; dense
      """)
    #expect(
      network.stages.map(\.layer.kind) == [
        "Conv2D", "BatchNormalization", "LeakyReLU", "LeakyReLU", "Conv2D", "Conv2D", "Conv2D",
        "ReLU", "Dropout", "MaxPooling2D", "AveragePooling2D", "Conv2D", "BatchNormalization",
        "Add", "Conv2D", "Conv2D", "Add", "GlobalAveragePooling2D", "Flatten", "Dense", "Dense",
      ])
    #expect(network.shapes[1] == TensorShape(channels: 8, height: 16, width: 32))
    #expect(network.shapes[10] == TensorShape(channels: 16, height: 8, width: 16))
    #expect(network.shapes[17] == TensorShape(channels: 24, height: 2, width: 4))
    let projection = try #require(network.stages[15].layer as? Conv2D)
    #expect(projection.kernelSize == 1 && projection.stride == 2)
    #expect((network.stages[4].layer as? Conv2D)?.groups == 8)
    #expect((network.stages[5].layer as? Conv2D)?.parameters[0].shape == [16, 1, 3, 3])
    #expect((network.stages[2].layer as? LeakyReLU)?.slope == 0.2)
  }

  @Test("a dense layer behind maps gets a flatten before it")
  func flatten() throws {
    #expect(try network("dense").stages.map(\.name) == ["flatten", "dense"])
    #expect(try network("flatten; dense 10").stages.count == 2)
    #expect(try network("global-average; dense").stages.count == 2)
  }

  @Test(
    "what does not fit is one line, with the layer and the arithmetic",
    arguments: [
      (
        "conv 8 3x3; pool 5; conv 8 3; pool 8; dense",
        "layer 4, pool 8: the window 8×8 is larger than its input 4×4 "
          + "(32−3+1=30, 30/5=6, 6−3+1=4)"
      ),
      (
        "conv 8 3x3 dilation 20; dense",
        "layer 1, conv 8 3x3 dilation 20: the window 41×41 (3×3 with dilation 20) is larger than its "
          + "input 32×32"
      ),
      (
        "conv 8 40x1 padding 2; dense",
        "layer 1, conv 8 40x1 padding 2: the window 40×1 is larger than its input 32×32, 36×36 with "
          + "its padding"
      ),
      (
        "conv 8 2x2 padding same; dense",
        "layer 1, conv 8 2x2 padding same: padding same needs a window with a center, and 2×2 has "
          + "none"
      ),
      (
        "conv 8 3x3 groups 2; dense",
        "layer 1, conv 8 3x3 groups 2: 3 input channels and 8 filters are no multiples of 2 groups"
      ),
      (
        "residual { conv 3 3x3 }; dense",
        "layer 1, residual: the block turns 32×32×3 into 30×30×3, which no shortcut with a stride "
          + "does: padding same keeps the size"
      ),
      ("dense 5", "the last layer gives 5 values for 10 classes: leave out its number"),
      ("pool 2", "the last layer gives 16×16×3 values for 10 classes: end with dense"),
      (
        "conv 60000 1000x1000 padding 999; dense",
        "layer 1, conv 60000 1000x1000 padding 999: 60000×3×1000×1000 weights, more than the 67108864 "
          + "of a network"
      ),
      (
        "convolution 8; dense",
        "layer 1, convolution 8: 'convolution' is no layer: conv, batchnorm, relu, leaky, dropout, "
          + "pool, max-pool, average-pool, global-average, flatten, dense, residual"
      ),
      ("conv 8; dense", "layer 1, conv 8: the size is missing, as 3x3"),
      ("conv; dense", "layer 1, conv: number and size are missing: conv 16 3x3"),
      (
        "conv 8 3x3 pading 1; dense",
        "layer 1, conv 8 3x3 pading 1: 'pading' is no option: stride N, padding N, padding same, "
          + "dilation N, groups N, depthwise, relu"
      ),
      (
        "conv 0 3x3; dense",
        "layer 1, conv 0 3x3: the number of filters '0' is no whole number from 1 to 65536"
      ),
      (
        "conv 8 3y3; dense",
        "layer 1, conv 8 3y3: the size of the filters '3y3' is neither N nor HxW, from 1 to 1024"
      ),
      ("dropout 1; dense", "layer 1, dropout 1: '1' is not one number from 0.0 to 0.99"),
      ("dropout nan; dense", "layer 1, dropout nan: 'nan' is not one number from 0.0 to 0.99"),
      (
        "dense softmax",
        "layer 1, dense softmax: leave softmax out: the last layer's sums pass it by themselves"
      ),
      (
        "relu 3; dense",
        "layer 1, relu 3: '3' is too much: relu stands alone, and ; before the next layer"
      ),
      (
        "pool 3 padding 3; dense",
        "layer 1, pool 3 padding 3: padding 3×3 leaves windows of 3×3 outside the picture"
      ),
      ("residual { conv 3 3x3 padding same", "layer 1, residual: the } is missing"),
      ("dense } ", "a } without a { before it"),
      ("conv 3 3x3 { relu }", "layer 1, conv 3 3x3: only residual has a { behind it"),
      (
        "residual conv 3 3x3",
        "layer 1, residual: its layers follow in braces, as in residual { conv 16 3x3 }"
      ),
      (
        "residual { relu } dense",
        "layer 1, residual: 'dense' behind the }: only relu may stand there, and ; before the next "
          + "layer"
      ),
      ("residual { }", "layer 1, residual: no layers between { and }"),
      (" # nothing", "no layers: conv 16 3x3 relu; pool 2; dense is an example"),
    ])
  func refused(_ text: String, _ message: String) {
    #expect(reason(text) == message)
  }

  @Test("texts without end or of too much are refused at once")
  func hostile() {
    let deep = String(repeating: "residual { ", count: 10_000)
    #expect(reason(deep).hasPrefix("layer 17, residual: more than 16 blocks"))
    #expect(reason(String(repeating: "relu;", count: 2000)).contains("more than 1000 layers"))
    #expect(reason(String(repeating: "x", count: 2_000_000)).contains("at most 1048576"))
    #expect(
      reason("conv 30000 1x1; dense").contains("values a picture, more than 16777216"))
    #expect(reason("conv 99999999999999999999 3x3").contains("no whole number"))
    #expect(!reason(String(repeating: "a\u{7}b ", count: 500)).contains("\n"))
  }
}
