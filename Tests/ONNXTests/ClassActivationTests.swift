import ConvCore
import ConvNet
import ImageCodecs
import ONNX
import Testing

@Suite("Gradients of a class's score by the last maps")
struct ClassActivationTests {
  private static let maps = 3
  private let picture: ONNX.Tensor = {
    var generator = SplitMix64(seed: 5)
    return ONNX.Tensor([1, 1, 7, 8], (0..<56).map { _ in generator.unit() })
  }()

  private static func values(_ count: Int, seed: UInt64) -> [Float] {
    var generator = SplitMix64(seed: seed)
    return (0..<count).map { _ in generator.unit() - 0.5 }
  }

  /// A convolution to 3 maps of 5×6, a head, and 2 classes.
  private func model(_ head: Head, bias: [Float]) throws -> GraphRunner {
    var writer = GraphWriter()
    writer.input = ("input", [1, 1, 7, 8].map { .fixed($0) }, "")
    writer.output = ("scores", [.fixed(1), .fixed(2)], "")
    writer.initializers = [
      ("w", [3, 1, 3, 3], ClassActivationTests.values(27, seed: 2)), ("b", [3], bias),
      ("scale", [3], [0.5, 2, -1]), ("offset", [3], [1, 0, 0.25]), ("low", [], [-0.2]),
      ("top", [], [0.3]),
      ("dense", [head.features, 2], ClassActivationTests.values(2 * head.features, seed: 3)),
      ("mix", [3, 3], ClassActivationTests.values(9, seed: 4)),
    ]
    writer.append("Conv", "maps", after: "input", weights: ["w", "b"])
    let features = head.build(&writer)
    writer.append("Flatten", "flat", after: features)
    writer.append("MatMul", "scores", after: "flat", weights: ["dense"])
    let file = try ModelFile(RandomAccessBytes(bytes: writer.bytes))
    return try GraphRunner(try Graph(file, folder: nil), RunContext())
  }

  /// What stands between the maps and the dense layer.
  struct Head: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var features = maps
    let build: @Sendable (inout GraphWriter) -> String
  }

  static let heads = [
    Head(testDescription: "the largest value of each map") {
      $0.append("GlobalMaxPool", "pool", after: "maps")
    },
    Head(testDescription: "maxima along rows, then means", features: 6) {
      $0.append("ReduceMax", "high", after: "maps", [("axes", .integers([2]))])
      return $0.append("ReduceMean", "mean", after: "high", [("axes", .integers([1]))])
    },
    Head(testDescription: "means and maxima side by side", features: 6) {
      $0.append("GlobalAveragePool", "mean", after: "maps")
      $0.append("GlobalMaxPool", "high", after: "maps")
      return $0.append("Concat", "both", after: "mean", weights: ["high"], [("axis", .integer(1))])
    },
    Head(testDescription: "normalized means") {
      $0.append("GlobalAveragePool", "mean", after: "maps")
      $0.append("Flatten", "row", after: "mean")
      return $0.append(
        "LayerNormalization", "normal", after: "row", weights: ["scale", "offset"],
        [("axis", .integer(-1)), ("epsilon", .float(0.01))])
    },
    Head(testDescription: "limited means") {
      $0.append("GlobalAveragePool", "mean", after: "maps")
      return $0.append("Clip", "limited", after: "mean", weights: ["low", "top"])
    },
  ]

  @Test("The weight of a map is the change of the score when the whole map rises", arguments: heads)
  func slopes(head: Head) throws {
    let bias: [Float] = [0.1, -0.2, 0.3]
    let runner = try model(head, bias: bias)
    let maps = try runner.run(["input": picture], outputs: ["maps"])[0].floats()
    func score(_ bias: [Float], _ index: Int) throws -> Double {
      let runner = try model(head, bias: bias)
      return Double(try runner.run(["input": picture], outputs: ["scores"])[0].floats()[index])
    }
    for index in 0..<2 {
      var expected = [Double](repeating: 0, count: 30)
      for map in 0..<ClassActivationTests.maps {
        let step: Float = 1 / 64
        var (up, down) = (bias, bias)
        up[map] += step
        down[map] -= step
        let slope = try (score(up, index) - score(down, index)) / Double(2 * step)
        for place in 0..<30 { expected[place] += slope / 30 * Double(maps[map * 30 + place]) }
      }
      let found = try ClassActivation(runner, ["input": picture], class: index)
      #expect(found.layer == "maps" && !found.isExact && found.values.count == 30)
      let largest = expected.reduce(0) { max($0, abs($1)) }
      #expect(largest > 0)
      for (value, exact) in zip(found.values, expected) {
        #expect(abs(Double(value) - max(exact, 0)) < 2e-3 * largest)
      }
    }
  }

  @Test("Products that mix the channels of a block belong to the maps, as in ConvNeXt")
  func channelsLast() throws {
    let head = Head(testDescription: "") {
      $0.append("Transpose", "last", after: "maps", [("perm", .integers([0, 2, 3, 1]))])
      $0.append(
        "LayerNormalization", "normal", after: "last", weights: ["scale", "offset"],
        [("axis", .integer(-1))])
      $0.append("MatMul", "mixed", after: "normal", weights: ["mix"])
      $0.append("Transpose", "first", after: "mixed", [("perm", .integers([0, 3, 1, 2]))])
      return $0.append("GlobalAveragePool", "mean", after: "first")
    }
    let runner = try model(head, bias: [0, 0, 0])
    let found = try ClassActivation(runner, ["input": picture], class: 1)
    #expect(found.layer == "first" && found.isExact)
    let maps = try runner.run(["input": picture], outputs: ["first"])[0].floats()
    let dense = ClassActivationTests.values(6, seed: 3)
    for place in 0..<30 {
      let exact = (0..<3).reduce(Float(0)) { $0 + dense[2 * $1 + 1] * maps[$1 * 30 + place] }
      #expect(abs(found.values[place] - exact) < 1e-5)
    }
  }
}
