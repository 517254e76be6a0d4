import ConvCore
import Foundation
import ImageCodecs
import TestSupport
import Testing

extension NetworkTests {
  @Suite("What a run folder holds")
  struct RunFolderTests {
    private struct Record: Decodable {
      let seed: Int
      let testAccuracy: Double
      let testImages: Int
      let validationAccuracy: Double
      let bestEpoch: Int
      let epochsRun: Int
      let parameters: Int
      let weightsSha256: String
      let convtool: String
      let options: [String: String]
    }

    private let model: TrainedModel

    init() throws { model = try #require(TrainedModel.current) }

    private func record() throws -> Record {
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      return try decoder.decode(Record.self, from: try model.data("run/run.json"))
    }

    @Test("every file of the contract is there, and nothing half-written beside them")
    func files() {
      let names = Set(
        model.sandbox.files.filter { $0.hasPrefix("run/") }.map { String($0.dropFirst(4)) })
      let top = names.filter { !$0.contains("/") }
      #expect(
        top == [
          "model.safetensors", "checkpoint.safetensors", "history.csv", "summary.txt",
          "curves.png", "confusion.png", "run.json", "report.html",
        ])
      #expect(names.contains("filters/index.json") && names.contains("activations/index.json"))
      for unit in ["00", "31"] {
        #expect(names.contains("filters/01-conv2d_1/\(unit).png"))
        #expect(names.contains("activations/01-conv2d_1/\(unit).png"))
      }
      let layers = ["01-conv2d_1", "02-conv2d_2", "03-conv2d_3", "06-dense"]
      for layer in layers {
        #expect(names.contains("filters/\(layer).png"))
        #expect(names.contains("activations/\(layer).png"))
      }
    }

    @Test("history.csv has the header of the contract and one row for each epoch")
    func history() throws {
      let history = try History(try model.data("run/history.csv"))
      #expect(
        history.header
          == "epoch,train_loss,train_accuracy,validation_loss,validation_accuracy,seconds")
      #expect(history.rows.map(\.first) == [1, 2])
      for row in history.rows {
        try #require(row.count == 6)
        #expect((0.01...3).contains(row[1]) && (0.01...3).contains(row[3]))
        // 100 images are learned from and 60 held out.
        for (share, count) in [(row[2], 100.0), (row[4], 60.0)] {
          #expect((0...1).contains(share))
          #expect(abs(share * count - (share * count).rounded()) < 1e-3)
        }
        #expect((0..<60).contains(row[5]))
      }
      #expect(history.rows[1][1] < history.rows[0][1])
    }

    @Test("run.json says the options, the seed and which epoch was kept")
    func runRecord() throws {
      let record = try record()
      #expect(record.seed == 5 && record.epochsRun == 2 && record.parameters == 15_794)
      #expect(record.convtool.wholeMatch(of: /\d+\.\d+\.\d+/) != nil)
      let expected = [
        "limit": "160", "validation": "60", "epochs": "2", "batch_size": "64", "augment": "true",
        "optimizer": "adam", "loss": "cross-entropy", "network": "cnn", "seed": "5",
      ]
      for (name, value) in expected { #expect(record.options[name] == value, "\(name)") }
      let rows = try History(try model.data("run/history.csv")).rows
      let accuracies = rows.map { $0[4] }
      let best = try #require(accuracies.max())
      #expect(accuracies.firstIndex(of: best) == record.bestEpoch - 1)
      #expect(abs(record.validationAccuracy - best) < 1e-6)
    }

    @Test("run.json's test accuracy is what evaluate finds")
    func testAccuracy() throws {
      struct Evaluation: Decodable { let accuracy: Double }
      let record = try record()
      let result = try model.sandbox.succeed(
        ["evaluate", "--model", "run/model.safetensors", "--data", "digits", "--json"])
      let evaluation = try JSONDecoder().decode(Evaluation.self, from: result.output)
      #expect(record.testImages == 60)
      #expect(abs(record.testAccuracy - evaluation.accuracy) < 1e-9)
    }

    @Test(
      "weights_sha256 is the SHA-256 of model.safetensors",
      .enabled(if: Tool.areInstalled("sha256sum") || Tool.areInstalled("shasum")))
    func digest() throws {
      let bytes = [UInt8](try model.data("run/model.safetensors"))
      let isGNU = Tool.areInstalled("sha256sum")
      let output = try #require(
        isGNU
          ? try Tool("sha256sum").output([], input: bytes)
          : try Tool("shasum").output(["-a", "256"], input: bytes))
      let digest = String(decoding: output, as: UTF8.self).prefix { $0 != " " }
      #expect(digest.count == 64)
      #expect(try record().weightsSha256 == digest)
    }

    @Test("the weights have PyTorch's names and shapes, and the metadata says how they are turned")
    func weights() throws {
      let weights = try model.weights()
      #expect(
        weights.tensors.mapValues(\.shape) == [
          "conv2d_1.weight": [32, 1, 3, 3], "conv2d_1.bias": [32],
          "conv2d_2.weight": [16, 32, 3, 3], "conv2d_2.bias": [16],
          "conv2d_3.weight": [8, 16, 3, 3], "conv2d_3.bias": [8],
          "dense.weight": [10, 968], "dense.bias": [10],
        ])
      #expect(weights.metadata["kernel_orientation"] == "correlation")
      #expect(weights.tensors.values.allSatisfy { $0.values.allSatisfy(\.isFinite) })
      #expect(weights.tensors.values.allSatisfy { Set($0.values).count > 1 })
    }

    @Test("summary.txt is what summary prints of the model, and of a network untrained")
    func summary() throws {
      let printed = try model.sandbox.succeed(["summary", "--model", "run/model.safetensors"]).text
      #expect(try model.text("run/summary.txt") == printed)
      #expect(printed == (try model.sandbox.succeed(["summary", "--network", "cnn"]).text))
    }

    @Test("the curves and the confusion matrix are pictures with something on them")
    func pictures() throws {
      for name in ["run/curves.png", "run/confusion.png"] {
        let picture = try model.sandbox.picture(name)
        let shape = picture.info.shape
        #expect(shape.height >= 300 && shape.width >= 300, "\(name)")
        let levels = Set(picture.samples)
        #expect(levels.count > 10, "\(name)")
      }
    }

    @Test("a run folder that exists is refused and left as it was")
    func existing() throws {
      let before = try model.data("run/run.json")
      let call = ["train-mnist", "--data", "digits", "-o", "run"]
      try model.sandbox.fail(73, call, saying: ["run", "--resume"])
      #expect(try model.data("run/run.json") == before)
    }
  }
}
