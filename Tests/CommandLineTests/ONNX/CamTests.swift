import ConvCore
import ImageCodecs
import ConvNet
import Foundation
import TestSupport
import Testing

/// The command `cam`.
@Suite("Class activation maps")
struct CamTests {
  private let sandbox: CommandSandbox

  init() throws {
    sandbox = try CommandSandbox()
    // One map, the picture itself through a 3×3 mean; class 1 likes bright pixels.
    let convolution = Conv2D(
      weight: [Float](repeating: 1 / 9, count: 9), bias: [0], inputChannels: 1,
      kernelSize: Size2D(3), activation: .relu)
    let dense = Dense(
      weight: [Float](repeating: -1, count: 100) + [Float](repeating: 1, count: 100),
      bias: [0, 0], inputs: 100)
    let network = try Network(
      inputShape: TensorShape(channels: 1, height: 22, width: 22),
      stages: Network.named([convolution, MaxPool2D(), Flatten(), dense]),
      classNames: ["dark", "bright"])
    try sandbox.write("m.safetensors", Data(network.safetensors.bytes))
  }

  @Test("A bright dot off-center in a rectangular picture lies under the hottest place")
  func dot() throws {
    var samples = [Float](repeating: 40, count: 60 * 90)
    for y in 38..<46 { for x in 50..<58 { samples[y * 90 + x] = 250 } }
    try sandbox.write(
      "dot.png", Image(shape: ImageShape(height: 60, width: 90, channels: 1), samples: samples))
    try sandbox.succeed([
      "cam", "--model", "m.safetensors", "dot.png", "-o", "heat.png", "--npy", "--preprocess",
      "unit", "--class", "bright", "--quiet",
    ])
    let map = try sandbox.array("heat.npy")
    #expect(map.shape == [20, 20])
    let best = map.values.indices.max { map.values[$0] < map.values[$1] } ?? 0
    // The picture is scaled to 25×37, and 22×22 are cut out of its middle.
    let (scale, top, left) = (25.0 / 60, 2.0, 8.0)
    let y = (Double(best / 20 + 1) + 0.5 + top) / scale
    let x = (Double(best % 20 + 1) + 0.5 + left) / scale
    #expect((36.0...48).contains(y) && (48.0...60).contains(x), "hottest at \(y), \(x)")
    #expect(try sandbox.picture("heat.png").info.shape.width > 560)
  }

  @Test("The map is what speaks for the class, the first class that is named or the most probable")
  func classes() throws {
    let shape = ImageShape(height: 22, width: 22, channels: 1)
    try sandbox.write(
      "flat.png", Image(shape: shape, samples: [Float](repeating: 128, count: shape.count)))
    try sandbox.succeed([
      "cam", "--model", "m.safetensors", "flat.png", "-o", "a.npy", "--preprocess", "picture",
      "--quiet", "--class", "1",
    ])
    // Each of 100 windows passes a gradient of 1 to one of 400 places; the map is 128/255.
    let map = try sandbox.array("a.npy")
    for value in map.values { #expect(abs(value - 0.25 * 128 / 255) < 1e-6) }
    try sandbox.succeed([
      "cam", "--model", "m.safetensors", "flat.png", "-o", "b.npy", "--preprocess", "picture",
      "--quiet", "--class", "dark",
    ])
    #expect(try sandbox.array("b.npy").values.allSatisfy { $0 == 0 })
    try sandbox.fail(
      64,
      [
        "cam", "--model", "m.safetensors", "flat.png", "-o", "c.npy", "--preprocess", "picture",
        "--quiet", "--class", "2",
      ], saying: ["2 classes"])
  }
}
