import ConvCore
import ConvNet
import Testing

/// Two classes of noise around two means, which overlap.
private struct Clouds: LabelledImages {
  let count = 40

  func label(_ index: Int) -> Int { index % 2 }

  func load(
    _ index: Int, into tensor: inout Tensor, lane: Int, using generator: inout SplitMix64
  ) {
    tensor.setImage(
      lane, (0..<6).map { _ in generator.unit() + (index % 2 == 0 ? 0.3 : 0) })
  }
}

@Suite("What is kept of a training")
struct KeptEpochTests {
  /// Accuracy and loss of epochs 1 to 6.
  private static let scores = [
    (0.90, 0.40), (0.95, 0.30), (0.95, 0.20), (0.94, 0.10), (0.95, 0.20), (0.93, 0.15),
  ]

  @Test(
    "the first of the best, of equal ones that of the lowest loss, the lowest loss, or the latest",
    arguments: [
      (KeptEpoch.accuracy, 2, 4), (.accuracyThenLoss, 3, 3), (.loss, 4, 2), (.latest, 6, 0),
    ])
  func choice(_ keeping: KeptEpoch, _ epoch: Int, _ waiting: Int) {
    let scores = KeptEpochTests.scores.map { EpochChoice.Scores(accuracy: $0.0, loss: $0.1) }
    var choice = EpochChoice(keeping, isJudged: true)
    let kept = scores.map { choice.keeps($0) }
    #expect(choice.epoch == epoch && choice.waiting == waiting)
    #expect(kept.lastIndex(of: true) == epoch - 1)
    #expect(EpochChoice(keeping, isJudged: true, scores: scores) == choice)
    #expect(EpochChoice(keeping, isJudged: false, scores: scores).epoch == 6)
  }

  private func trainer(_ change: (inout TrainingOptions) -> Void) throws -> Trainer {
    let network = try Network(input: [1, 2, 3], classes: ["a", "b"], seed: 3) {
      Flatten()
      Dense(2)
    }
    var options = TrainingOptions()
    options.batchSize = 10
    change(&options)
    return Trainer(network, options: options)
  }

  @Test(
    "from an epoch on the weights are the mean over the epochs", arguments: [0, 0.9] as [Float])
  func mean(_ averaging: Float) throws {
    var plain = try trainer { $0.averaging = averaging }
    var averaged = try trainer {
      ($0.averaging, $0.averageFrom) = (averaging, 3)
    }
    var sums = [Double](repeating: 0, count: 14)
    for epoch in 1...6 {
      _ = try plain.runEpoch(on: Clouds())
      _ = try averaged.runEpoch(on: Clouds())
      let values = plain.averaged.namedParameters.flatMap(\.parameter.values)
      let found = averaged.averaged.namedParameters.flatMap(\.parameter.values)
      if epoch < 3 {
        #expect(found == values)
      } else {
        for i in values.indices {
          sums[i] += Double(values[i])
          #expect(abs(Double(found[i]) - sums[i] / Double(epoch - 2)) < 1e-6)
        }
      }
      // The mean is not what training goes on from.
      let isSame = plain.network.safetensors.bytes == averaged.network.safetensors.bytes
      #expect(isSame)
    }
  }

  @Test("a mean goes on from a checkpoint to the same bits, before and after it began")
  func resume() throws {
    let change: (inout TrainingOptions) -> Void = { $0.averageFrom = 3 }
    var whole = try trainer(change)
    var parts = whole
    for epoch in 1...5 {
      _ = try whole.runEpoch(on: Clouds())
      _ = try parts.runEpoch(on: Clouds())
      let bytes = Checkpoint(trainer: parts, notes: [:]).safetensors.bytes
      parts = try Checkpoint(try Safetensors(bytes: bytes), options: parts.options).trainer
      #expect(parts.epochMean.count == max(0, epoch - 2))
      let isSame = parts.averaged.safetensors.bytes == whole.averaged.safetensors.bytes
      #expect(isSame)
    }
  }

  @Test("a checkpoint whose mean is damaged is refused")
  func damaged() throws {
    var trainer = try trainer { $0.averageFrom = 1 }
    _ = try trainer.runEpoch(on: Clouds())
    let file = Checkpoint(trainer: trainer, notes: [:]).safetensors
    var without = file
    without.entries.removeAll { $0.name == "mean.dense.bias" }
    #expect(throws: ModelFileError.self) { try Checkpoint(without, options: trainer.options) }
    for text in ["-1", "0", "x"] {
      var wrong = file
      wrong.metadata["mean_epochs"] = text
      #expect(throws: ModelFileError.self) { try Checkpoint(wrong, options: trainer.options) }
    }
  }
}
