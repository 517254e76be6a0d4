import ConvCore
import ImageCodecs
import Foundation
import TestSupport
import Testing

extension NetworkTests {
  @Suite("animate")
  struct AnimateTests {
    @Test(
      "a unit of a layer shows the products of every channel, and their sum is filter's response")
    func unit() throws {
      let model = try #require(TrainedModel.current)
      let sandbox = model.sandbox
      let call = [
        "--model", model.path, "--layer", "conv2d_2", "--unit", "3", "--border", "valid",
        "digit.png",
      ]
      let result = try sandbox.succeed(["animate", "--json"] + call)
      let animation = try AnimationFrames(result.output)
      let response = try sandbox.response(["filter"] + call)
      let maps = try sandbox.array("maps/01-conv2d_1.npy")
      let kernel = try sandbox.array("kernels/02-conv2d_2/03.npy")
      let channels = maps.shape[0]
      #expect(animation.input == [26, 26, channels])
      let bias = try #require(animation.bias)
      for frame in animation.computations {
        let position = try #require(frame.position)
        let (y, x) = (position[0], position[1])
        let products = try #require(frame.products?.planes)
        #expect(products.count == channels)
        var scale = 1.0
        for c in 0..<channels {
          for i in 0..<3 {
            for j in 0..<3 {
              let value = maps.values[(c * 26 + y + i) * 26 + x + j]
              // The dump is turned by 180°, ready for a convolution.
              let weight = kernel.values[((2 - i) * 3 + 2 - j) * channels + c]
              #expect(products[c][i][j] == value * weight)
              scale += abs(value * weight)
            }
          }
        }
        let sum = try #require(frame.sum)
        let parts = try #require(frame.partialSums)
        #expect(abs(parts.reduce(bias, +) - sum) <= 1e-12 * scale)
        let output = try #require(frame.output)
        #expect(output == response.values[y * response.shape[1] + x])
        #expect(abs(output - sum) <= 1e-5 * scale)
      }
    }

    @Test("a layer is not turned, and a channel can be chosen")
    func channel() throws {
      let model = try #require(TrainedModel.current)
      let call = ["animate", "--json", "--model", model.path, "--layer", "conv2d_2", "--unit", "0"]
      let result = try model.sandbox.succeed(call + ["--channel", "1", "digit.png"])
      #expect(try AnimationFrames(result.output).kernel?.turned == false)
      try model.sandbox.fail(64, call + ["--channel", "99", "digit.png"], saying: ["0..."])
    }
  }
}
