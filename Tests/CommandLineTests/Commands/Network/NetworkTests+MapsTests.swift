import ConvCore
import Foundation
import ImageCodecs
import TestSupport
import Testing

extension NetworkTests {
  @Suite("Activation maps and filters as files")
  struct MapsTests {
    private struct Layer: Decodable {
      let name: String
      let maps: Int
      let height: Int
      let width: Int
      let scale: String
      let ranges: [[Double]]
      let dead: [Int]
      let files: [String]
    }

    private let model: TrainedModel
    private let sandbox: CommandSandbox

    init() throws {
      model = try #require(TrainedModel.current)
      sandbox = try CommandSandbox()
    }

    private func dump(_ options: [String] = []) throws {
      let call = ["dump-activations", "--model", model.path, model.picture, "-o", "maps"]
      try sandbox.succeed(call + options)
    }

    private func index(_ sandbox: CommandSandbox, _ folder: String) throws -> [Layer] {
      try JSONDecoder().decode([Layer].self, from: try sandbox.data("\(folder)/index.json"))
    }

    @Test("a sheet for each layer, a picture for each map, an array, and index.json names them")
    func files() throws {
      try dump(["--npy", "--zoom", "2"])
      let layers = try index(sandbox, "maps")
      let names = ["conv2d_1", "conv2d_2", "conv2d_3", "max_pooling2d", "flatten", "dense"]
      #expect(layers.map(\.name) == names)
      #expect(layers.prefix(4).map(\.maps) == [32, 16, 8, 8])
      #expect(layers.prefix(4).map(\.height) == [26, 24, 22, 11])
      #expect(layers.prefix(4).map(\.width) == [26, 24, 22, 11])
      let present = Set(sandbox.files)
      for (number, layer) in layers.enumerated() {
        #expect(layer.files.first == "0\(number + 1)-\(layer.name).png")
        for file in layer.files { #expect(present.contains("maps/\(file)"), "\(file)") }
        #expect(present.contains("maps/0\(number + 1)-\(layer.name).npy"))
        #expect(layer.ranges.count == layer.maps)
      }
      #expect(present.contains("maps/01-conv2d_1/00.png"))
      #expect(present.contains("maps/01-conv2d_1/31.png"))
      let map = try sandbox.picture("maps/01-conv2d_1/00.png").info.shape
      #expect(map.height == 52 && map.width == 52)
    }

    @Test("index.json's ranges and dead maps are those of the numbers")
    func ranges() throws {
      for (number, layer) in try index(model.sandbox, "maps").prefix(4).enumerated() {
        let array = try model.sandbox.array("maps/0\(number + 1)-\(layer.name).npy")
        let size = layer.height * layer.width
        let maps = (0..<layer.maps).map { Array(array.values[$0 * size..<($0 + 1) * size]) }
        #expect(layer.scale == "map")
        #expect(layer.dead == maps.indices.filter { maps[$0].allSatisfy { $0 == 0 } })
        for (map, range) in zip(maps, layer.ranges) where map.contains(where: { $0 != 0 }) {
          #expect(range.count == 2)
          #expect(abs((range.last ?? -1) - (map.max() ?? 0)) < 1e-6)
        }
      }
    }

    @Test("fixed and shared scales are stated")
    func scales() throws {
      try dump(["--scale", "0:2.5", "--zoom", "1"])
      #expect(try index(sandbox, "maps").allSatisfy { $0.ranges.allSatisfy { $0 == [0, 2.5] } })
      try dump(["--scale", "layer", "--zoom", "1", "--force"])
      #expect(
        try index(sandbox, "maps").allSatisfy { Set($0.ranges).count == 1 && $0.scale == "layer" })
    }

    @Test("--scale map gives each kernel its own range, --scale layer all of them one")
    func kernelScales() throws {
      for scale in ["map", "layer"] {
        try sandbox.succeed([
          "dump-filters", "--model", model.path, "-o", scale, "--scale", scale, "--zoom", "1",
        ])
      }
      let (own, shared) = (try index(sandbox, "map"), try index(sandbox, "layer"))
      for (number, name) in ["conv2d_1", "conv2d_2", "conv2d_3"].enumerated() {
        let weights = try model.weights()["\(name).weight"]
        let kernels = stride(from: 0, to: weights.values.count, by: 9).map { start in
          weights.values[start..<start + 9].map { abs($0) }.max() ?? 0
        }
        #expect(own[number].scale == "map" && shared[number].scale == "layer")
        try #require(own[number].ranges.count == kernels.count)
        for (range, largest) in zip(own[number].ranges, kernels) {
          #expect(abs(range[0] + largest) < 1e-6 && abs(range[1] - largest) < 1e-6)
        }
        let largest = try #require(kernels.max())
        #expect(shared[number].ranges.allSatisfy { abs($0[1] - largest) < 1e-6 })
        #expect(
          try sandbox.data("map/\(own[number].files[1])")
            != sandbox.data("layer/\(own[number].files[1])"))
      }
      // Without a word kernels share a range: what train-mnist writes, and what it always was.
      #expect(try index(model.sandbox, "kernels").map(\.scale) == shared.map(\.scale))
    }

    @Test("pictures and arrays of a layer have one rule for their names")
    func oneRuleForNames() throws {
      let architecture =
        #"[{"kind":"Conv2D","name":"a/b","inputs":1,"outputs":101,"size":[3,3]},"#
        + #"{"kind":"Flatten","name":"f"},"#
        + #"{"kind":"Dense","name":"d","inputs":101,"outputs":2}]"#
      let file = SafetensorsBuilder(
        [
          .float32("a/b.weight", [101, 1, 3, 3], SmallModel.ramp(909)),
          .float32("a/b.bias", [101], SmallModel.ramp(101)),
          .float32("d.weight", [2, 101], SmallModel.ramp(202)),
          .float32("d.bias", [2], SmallModel.ramp(2)),
        ],
        metadata: [
          "architecture": architecture, "class_names": #"["x","y"]"#, "input_shape": "1,3,3",
        ])
      try sandbox.write("m.st", file.data)
      try sandbox.succeed([
        "dump-filters", "--model", "m.st", "--npy", "--zoom", "1", "-o", "out",
      ])
      let present = Set(sandbox.files)
      for number in ["000", "007", "100"] {
        #expect(present.contains("out/01-a_b/\(number).png"))
        #expect(present.contains("out/01-a_b/\(number).npy"))
      }
      #expect(present.contains("out/01-a_b.npy"))
      let listed = try index(sandbox, "out").flatMap(\.files)
      #expect(Set(listed.map { "out/\($0)" } + ["out/index.json", "m.st"]) == present)
    }

    @Test("each layer is computed from the one before it, by the definitions")
    func definitions() throws {
      let names = ["01-conv2d_1", "02-conv2d_2", "03-conv2d_3", "04-max_pooling2d", "05-flatten"]
      let arrays = try names.map { try model.sandbox.array("maps/\($0).npy") }
      #expect(
        arrays.map(\.shape) == [[32, 26, 26], [16, 24, 24], [8, 22, 22], [8, 11, 11], [968]])
      let weights = try model.weights()
      let input = NPYFile(
        shape: [1, 28, 28], values: try model.digitSamples(0).map { Double($0) / 255 })
      for (number, source) in [input, arrays[0], arrays[1]].enumerated() {
        let name = "conv2d_\(number + 1)"
        let (cells, bias) = (try weights["\(name).weight"], try weights["\(name).bias"])
        for unit in [0, cells.shape[0] / 2, cells.shape[0] - 1] {
          let plane = arrays[number].shape[1] * arrays[number].shape[2]
          let map = arrays[number].values[unit * plane..<(unit + 1) * plane]
          let expected = rectified(source, cells, bias.values[unit], unit)
          let scale = max(1, expected.max() ?? 0)
          #expect(largestDifference(map, expected, relativeTo: scale) < 1e-5, "\(name), \(unit)")
        }
      }
      #expect(arrays[3].values == pooled(arrays[2]))
      #expect(arrays[4].values == arrays[3].values)
    }

    private func rectified(
      _ input: NPYFile, _ weights: SavedWeights.Tensor, _ bias: Double, _ unit: Int
    ) -> [Double] {
      let (depth, height, width) = (input.shape[0], input.shape[1], input.shape[2])
      let cells = Array(weights.values[unit * depth * 9..<(unit + 1) * depth * 9])
      return (0..<height - 2).flatMap { y in
        (0..<width - 2).map { x in
          var sum = bias
          for c in 0..<depth {
            for cell in 0..<9 {
              let place = (c * height + y + cell / 3) * width + x + cell % 3
              sum += cells[c * 9 + cell] * input.values[place]
            }
          }
          return max(0, sum)
        }
      }
    }

    private func pooled(_ maps: NPYFile) -> [Double] {
      let (height, width) = (maps.shape[1], maps.shape[2])
      return (0..<maps.shape[0]).flatMap { c in
        (0..<height / 2).flatMap { y in
          (0..<width / 2).map { x in
            [(0, 0), (0, 1), (1, 0), (1, 1)].map { dy, dx in
              maps.values[(c * height + 2 * y + dy) * width + 2 * x + dx]
            }.reduce(-.infinity, max)
          }
        }
      }
    }

    @Test(
      "a photograph, an empty sheet or two digits have no maps: the reason is said, and nothing is written"
    )
    func photographs() throws {
      let (height, width) = (180, 240)
      func picture(_ value: (Float, Float) -> Float) -> Image {
        Image(
          shape: ImageShape(height: height, width: width, channels: 1),
          samples: (0..<height * width).map { value(Float($0 / width), Float($0 % width)) })
      }
      let waves = picture { y, x in
        128 + 50 * sin(x / 17) + 40 * cos(y / 23) + 30 * sin((x + y) / 9)
      }
      let shade = picture { y, x in 200 - x / 4 - y / 8 }
      var two = PenSheet(height: 160, width: 260)
      for (lines, x) in [(PenSheet.three, Float(60)), (PenSheet.seven, 160)] {
        two.draw(lines, at: (y: 40, x: x), size: 80, line: 8)
      }
      for (name, image) in [
        ("waves.png", waves), ("shade.png", shade), ("two.png", two.image()),
      ] {
        try sandbox.write(name, image)
        let call = ["dump-activations", name, "--model", model.path, "-o", "maps", "--npy"]
        try sandbox.fail(65, call, saying: [name])
      }
    }

    @Test("a folder that holds maps stays as it is without --force")
    func existing() throws {
      try dump(["--zoom", "1"])
      let call = ["dump-activations", "--model", model.path, model.picture, "-o", "maps"]
      try sandbox.fail(73, call, saying: ["maps", "--force"])
      let filters = ["dump-filters", "--model", model.path, "-o", "maps", "--zoom", "1"]
      try sandbox.fail(73, filters, saying: ["maps"])
    }

    @Test("wrong calls are wrong usage, wrong files are named")
    func wrong() throws {
      let call = ["dump-activations", "--model", model.path, "-o", "maps"]
      for options in [["--scale", "loud"], ["--zoom", "0"], ["--colormap", "jet"]] {
        try sandbox.fail(64, call + [model.picture] + options, saying: [options[0]])
        try sandbox.fail(64, ["dump-filters", "--model", model.path, "-o", "f"] + options)
      }
      try sandbox.fail(66, call + ["missing.png"], saying: ["missing.png"])
      try sandbox.fail(66, ["dump-filters", "--model", "none.st", "-o", "f"], saying: ["none.st"])
      try sandbox.fail(64, ["dump-filters", "--model", model.path], saying: ["-o"])
      #expect(!FileManager.default.fileExists(atPath: sandbox.folder.path("maps")))
    }
  }
}
