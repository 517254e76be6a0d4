import ConvCore
import Foundation
import ImageCodecs
import TestSupport
import Testing

extension NetworkTests {
  @Suite("Several units of a layer on pictures")
  struct UnitTests {
    private let model: TrainedModel
    private let sandbox: CommandSandbox

    init() throws {
      model = try #require(TrainedModel.current)
      sandbox = try CommandSandbox()
    }

    private func call(_ layer: String, _ units: String, _ rest: [String] = []) -> [String] {
      ["filter", "--model", model.path, "--layer", layer, "--unit", units, model.picture] + rest
    }

    @Test(
      "the array holds the response of each unit, to the bit",
      arguments: [("all", Array(0..<8)), ("0,3,7", [0, 3, 7]), ("2-4,1", [2, 3, 4, 1])])
    func stack(text: String, units: [Int]) throws {
      let maps = try sandbox.response(call("conv2d_3", text))
      #expect(maps.shape == [28, 28, units.count])
      for (index, unit) in units.enumerated() {
        let map = stride(from: index, to: maps.values.count, by: units.count).map {
          maps.values[$0]
        }
        #expect(try sandbox.response(call("conv2d_3", "\(unit)")).values == map, "\(unit)")
      }
    }

    @Test("without an array they are a sheet, named after the layer and the units")
    func sheet() throws {
      try sandbox.succeed(call("conv2d_1", "all"))
      try sandbox.succeed(call("conv2d_1", "0-5", ["--view", "abs", "--zoom", "3"]))
      #expect(sandbox.files == ["digit.conv2d_1-0-5.png", "digit.conv2d_1-all.png"])
      let shape = try sandbox.picture("digit.conv2d_1-all.png").info.shape
      #expect(shape.width <= 1600 && shape.height > 500)
    }

    @Test(
      "units that are not there, twice or no numbers are wrong usage",
      arguments: [
        ("0-8", ["8", "0...7"]), ("9,1", ["9", "0...7"]), ("3,3", ["3", "twice"]),
        ("0-4,2", ["2", "twice"]), ("4-2", ["--unit"]), ("a", ["--unit"]), ("1,,2", ["--unit"]),
        ("1.5", ["--unit"]), ("0-99999999999", ["--unit"]), ("", ["--unit"]), ("all,1", ["--unit"]),
      ])
    func wrong(text: String, words: [String]) throws {
      try sandbox.fail(64, call("conv2d_3", text), saying: words)
    }
  }
}
