import ConvCore
import Foundation
import Testing

extension NetworkTests {
  @Suite("The same seed, the same model")
  struct SameBytesTests {
    private let model: TrainedModel
    private let sandbox: CommandSandbox

    init() throws {
      model = try #require(TrainedModel.current)
      sandbox = try CommandSandbox()
    }

    /// The weights that the shared run's call gives in other circumstances.
    private func trained(_ threads: String, isa: String? = nil) throws -> Data {
      let call = ["train-mnist", "--data", model.digits, "--threads", threads, "-o", "again"]
      let environment = isa.map { ["CONVTOOL_ISA": $0] } ?? [:]
      try sandbox.succeed(call + TrainedModel.options, environment: environment)
      return try sandbox.data("again/model.safetensors")
    }

    /// The other wide build of the loops, where the machine has both.
    private static let otherBuild: String? = {
      let wide: Set = ["avx2", "avx512"]
      guard wide.isSubset(of: Engine.available.map(\.name)) else { return nil }
      return Engine.preferred.name == "avx2" ? "avx512" : "avx2"
    }()

    @Test("two threads, with another instruction set, train the very weights that one does")
    func threadsAndInstructionSets() throws {
      let result = try trained("2", isa: SameBytesTests.otherBuild)
      #expect(result == (try model.data("run/model.safetensors")))
    }

    @Test("another seed gives other weights")
    func seeds() throws {
      let call = [
        "train-mnist", "--synthetic", "--network", "mlp", "--hidden", "3", "--limit", "40",
        "--validation", "10", "--epochs", "1", "--quiet",
      ]
      for (name, seed) in [("a", "1"), ("b", "2")] {
        try sandbox.succeed(call + ["--seed", seed, "-o", name])
      }
      let models = try ["a", "b"].map { try sandbox.data("\($0)/model.safetensors") }
      #expect(models[0] != models[1])
      for model in models {
        #expect(try SavedWeights(model)["dense_1.weight"].shape == [3, 784])
      }
    }
  }
}
