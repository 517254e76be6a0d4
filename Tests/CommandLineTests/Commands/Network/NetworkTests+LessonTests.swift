import ConvCore
import Foundation
import ImageCodecs
import TestSupport
import Testing

extension NetworkTests {
  @Suite("Overview, mistakes and patches")
  struct LessonTests {
    private let model: TrainedModel
    private let sandbox: CommandSandbox

    init() throws {
      model = try #require(TrainedModel.current)
      sandbox = try CommandSandbox()
    }

    /// The rows of a comma-separated file, without its header.
    private func rows(_ name: String, header: String) throws -> [[String]] {
      let text = String(decoding: try sandbox.data(name), as: UTF8.self)
      let lines = text.split(separator: "\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      }
      #expect(lines.first == header.split(separator: ",").map(String.init))
      return Array(lines.dropFirst())
    }

    @Test("maps is dump-activations, with an overview of all layers")
    func overview() throws {
      try sandbox.succeed([
        "maps", "--model", model.path, model.picture, "-o", "maps", "--zoom", "1",
      ])
      let shape = try sandbox.picture("maps/overview.png").info.shape
      #expect(shape.width <= 1600 && shape.width > 1200 && shape.height > 800)
      #expect(sandbox.files.contains("maps/01-conv2d_1.png"))
    }

    @Test("the list of mistakes is that of the confusion matrix, the worst first")
    func mistakes() throws {
      let call = ["evaluate", "--model", model.path, "--data", model.digits, "--json"]
      let result = try sandbox.succeed(call + ["--mistakes", "wrong"])
      let object = try #require(
        try JSONSerialization.jsonObject(with: result.output) as? [String: Any])
      let confusion = try #require(object["confusion"] as? [[Int]])
      let rows = try rows("wrong/mistakes.csv", header: "index,truth,answer,probability")
      var counts = confusion.map { $0.map { _ in 0 } }
      let labels = [UInt8](try model.data("digits/\(DigitMistake.labelFile)").dropFirst(8))
      for row in rows {
        let (index, truth) = (try #require(Int(row[0])), try #require(Int(row[1])))
        counts[truth][try #require(Int(row[2]))] += 1
        #expect(Int(labels[index]) == truth)
      }
      for digit in 0..<10 {
        for answer in 0..<10 where answer != digit {
          #expect(counts[digit][answer] == confusion[digit][answer])
        }
        #expect(counts[digit][digit] == 0)
      }
      let probabilities = rows.compactMap { Double($0[3]) }
      #expect(!rows.isEmpty && probabilities == probabilities.sorted(by: >))
      #expect(try sandbox.picture("wrong/mistakes.png").info.shape.width <= 1600)
      try sandbox.fail(73, call + ["--mistakes", "wrong"], saying: ["wrong", "--force"])
      try sandbox.succeed(call + ["--mistakes", "wrong", "--force"])
      try sandbox.write("file", "no folder")
      let refused = try sandbox.run(call + ["--mistakes", "file/x"])
      #expect(refused.code == 73 && refused.errors.contains("file/x"))
      #expect(FileManager.default.fileExists(atPath: model.sandbox.folder.path("run/mistakes")))
    }

    @Test("without a mistake the list is its header, and that is said")
    func noMistake() throws {
      // The class of each image by its own pixels: a dense layer that is right about all three.
      var weight = [Float](repeating: 0, count: 7840)
      for digit in 0..<3 { weight[digit * 784 + digit] = 50 }
      try sandbox.write(
        "m.safetensors",
        SmallModel.dense(weight, [Float](repeating: 0, count: 10)).data)
      var images = [UInt8](repeating: 0, count: 3 * 784)
      for digit in 0..<3 { images[digit * 784 + digit] = 255 }
      try sandbox.write("d/\(DigitMistake.imageFile)", IDX.file(magic: 2051, [3, 28, 28], images))
      try sandbox.write("d/\(DigitMistake.labelFile)", IDX.labels([0, 1, 2]))
      let result = try sandbox.run([
        "evaluate", "--model", "m.safetensors", "--data", "d", "--mistakes", "none",
      ])
      #expect(result.code == 0 && result.errors.contains("no image was read wrong"))
      #expect(try rows("none/mistakes.csv", header: "index,truth,answer,probability").isEmpty)
      #expect(try sandbox.picture("none/mistakes.png").info.shape.height > 40)
    }

    @Test("a piece of patches lies where the map has its value, and threads change nothing")
    func patches() throws {
      let call = ["patches", "--model", model.path, "--data", model.digits, "--quiet"]
      try sandbox.succeed(call + ["-o", "p", "--threads", "1"])
      try sandbox.succeed(call + ["-o", "q", "--threads", "3"])
      let names = ["01-conv2d_1", "02-conv2d_2", "03-conv2d_3", "04-max_pooling2d", "06-dense"]
      #expect(
        sandbox.files.filter { $0.hasPrefix("p/") }
          == names.flatMap { ["p/\($0).csv", "p/\($0).png"] })
      for name in names {
        #expect(try sandbox.data("p/\(name).csv") == sandbox.data("q/\(name).csv"))
        #expect(try sandbox.picture("p/\(name).png").info.shape.width <= 1600)
      }
      let rows = try rows("p/01-conv2d_1.csv", header: "unit,rank,image,y,x,value")
      let best = try #require(rows.first)
      let image = try model.digitSamples(try #require(Int(best[2])))
      try sandbox.write(
        "one.png",
        PNGBuilder(height: 28, width: 28, color: .gray, samples: image.map { UInt16($0) }).data)
      let response = try sandbox.response([
        "filter", "--model", model.path, "--layer", "conv2d_1", "--unit", best[0], "--border",
        "valid", "one.png",
      ])
      let place = try #require(Int(best[3])) * 26 + #require(Int(best[4]))
      #expect(abs(response.values[place] - (Double(best[5]) ?? 0)) < 1e-6)
      #expect(response.values.max() == response.values[place])
    }

    @Test("patches of pictures of a folder name their files, and wrong calls are one line")
    func pictures() throws {
      let digits = Readme.root.appendingPathComponent("samples/digits").path
      try sandbox.succeed([
        "patches", "--model", model.path, "--data", digits, "--layer", "conv2d_2", "-o", "p",
        "--quiet",
      ])
      let rows = try rows("p/02-conv2d_2.csv", header: "unit,rank,image,y,x,value")
      #expect(rows.allSatisfy { $0[2].hasSuffix(".png") && $0[2].count == 5 })
      let call = ["patches", "--model", model.path, "--data", model.digits, "-o", "p"]
      try sandbox.fail(73, call + ["--layer", "conv2d_2"], saying: ["02-conv2d_2", "--force"])
      try sandbox.fail(64, call + ["--layer", "conv2d_9"], saying: ["conv2d_9", "conv2d_3"])
      try sandbox.fail(64, call + ["--layer", "flatten"], saying: ["flatten"])
      try sandbox.fail(64, call + ["--limit", "0"], saying: ["--limit"])
      try sandbox.fail(64, call + ["--synthetic"], saying: ["--synthetic"])
      try sandbox.fail(66, call.dropLast(3) + ["nowhere", "-o", "q"], saying: ["nowhere"])
    }
  }
}
