import TestSupport
import Testing

extension NetworkTests {
  @Suite("Options that cannot apply to a learned filter are refused")
  struct UnusedOptionTests {
    @Test("a layer correlates, at the size and with the anchor it has")
    func learned() throws {
      let model = try #require(TrainedModel.current)
      let sandbox = try CommandSandbox()
      let call = ["filter", "--model", model.path, "--layer", "conv2d_1", "--unit", "3"]
      for option in [
        ["--correlate"], ["--stride", "2"], ["--dilate", "2"], ["--anchor", "0,0"], ["--normalize"],
        ["--method", "fft"],
      ] {
        try sandbox.fail(64, call + option + [model.picture], saying: [option[0], "layer"])
      }
      let text = try sandbox.succeed(call + ["--border", "valid", "--explain", model.picture]).text
      #expect(text.contains("border    valid"))
    }
  }
}
