import ConvCore
import ConvNet
import Testing

/// Small images of bars, upright or lying, that a tiny network can tell apart.
private struct Bars: LabelledImages {
  let count = 45

  func label(_ index: Int) -> Int { index % 2 }

  func load(
    _ index: Int, into tensor: inout Tensor, lane: Int, using generator: inout SplitMix64
  ) {
    var image = [Float](repeating: 0, count: 8 * 7)
    for i in 0..<7 {
      let place = 1 + index / 2 % 5
      image[label(index) == 0 ? i * 7 + place : place * 7 + i] = 1
    }
    for i in image.indices { image[i] += 0.1 * generator.unit() }
    tensor.setImage(lane, image)
  }
}

@Suite("Training")
struct TrainerTests {
  private func network() throws -> Network {
    var generator = SplitMix64(seed: 2)
    let layers: [any Layer] = [
      Conv2D(
        inputChannels: 1, outputChannels: 6, kernelSize: Size2D(3), activation: .relu,
        using: &generator), MaxPool2D(), Flatten(),
      Dense(inputs: 36, outputs: 2, using: &generator),
    ]
    return try Network(
      inputShape: TensorShape(channels: 1, height: 8, width: 7), stages: Network.named(layers),
      classNames: ["upright", "lying"])
  }

  private func trained(
    epochs: Int = 12, _ change: (inout TrainingOptions) -> Void
  ) throws -> Trainer {
    var options = TrainingOptions()
    options.batchSize = 20
    change(&options)
    var trainer = Trainer(try network(), options: options)
    for _ in 0..<epochs { _ = try trainer.runEpoch(on: Bars()) }
    return trainer
  }

  @Test(
    "each optimiser and loss learns to tell bars apart", arguments: Optimizer.allCases,
    Loss.allCases)
  func learns(_ optimizer: Optimizer, _ loss: Loss) throws {
    let trainer = try trained {
      $0.optimizer = optimizer
      $0.loss = loss
      $0.learningRate = optimizer == .adam ? 0.02 : optimizer == .sgd ? 0.5 : 0.1
      $0.schedule = .constant
    }
    #expect(trainer.network.evaluate(Bars()).accuracy == 1)
  }

  @Test("one seed gives the same weights for any number of threads")
  func threads() throws {
    let one = try trained { $0.threads = 1 }
    for threads in [2, 3] {
      let other = try trained { $0.threads = threads }
      let isSame = other.averaged.safetensors.bytes == one.averaged.safetensors.bytes
      #expect(isSame)
    }
    let seed = try trained { $0.seed = 7 }
    let isSame = seed.averaged.safetensors.bytes == one.averaged.safetensors.bytes
    #expect(!isSame)
  }

  @Test("two epochs, a checkpoint and two more are four epochs")
  func resume() throws {
    let options = TrainingOptions()
    var whole = Trainer(try network(), options: options)
    for _ in 0..<4 { _ = try whole.runEpoch(on: Bars()) }
    var first = Trainer(try network(), options: options)
    for _ in 0..<2 { _ = try first.runEpoch(on: Bars()) }
    let bytes = Checkpoint(trainer: first, notes: ["history": "…\n\"x\""]).safetensors.bytes
    let read = try Checkpoint(try Safetensors(bytes: bytes), options: options)
    #expect(read.notes == ["history": "…\n\"x\""])
    var second = read.trainer
    for _ in 0..<2 { _ = try second.runEpoch(on: Bars()) }
    let isSame = second.averaged.safetensors.bytes == whole.averaged.safetensors.bytes
    #expect(isSame)
  }

  @Test("an epoch that pauses after any step goes on from its checkpoint as if it had not")
  func pauses() throws {
    var options = TrainingOptions()
    options.batchSize = 10
    var whole = Trainer(try network(), options: options)
    let results = try (0..<2).map { _ in try whole.runEpoch(on: Bars()) }
    var paused = Trainer(try network(), options: options)
    var pausedResults: [Trainer.EpochResult?] = []
    while paused.epoch < 2 {
      let result = try paused.runEpoch(on: Bars()) { _ in false }
      if let result { pausedResults.append(result) }
      let bytes = Checkpoint(trainer: paused, notes: [:]).safetensors.bytes
      paused = try Checkpoint(try Safetensors(bytes: bytes), options: options).trainer
    }
    #expect(pausedResults == results)
    let isSame = paused.averaged.safetensors.bytes == whole.averaged.safetensors.bytes
    #expect(isSame)
  }

  @Test("batches of any size give the same for any number of threads")
  func batches() throws {
    // 45 images: in batches that are smaller than a group, no multiple of it, and all in one.
    for size in [7, 33, 45, 4_000] {
      let one = try trained(epochs: 2) { $0.batchSize = size }
      let other = try trained(epochs: 2) {
        $0.batchSize = size
        $0.threads = 3
      }
      let isSame = other.averaged.safetensors.bytes == one.averaged.safetensors.bytes
      #expect(isSame, "\(size)")
    }
  }

  @Test("only the cosine schedule looks ahead, and all stay between 1 % and the whole rate")
  func schedules() {
    for schedule in LearningRateSchedule.allCases {
      func factors(_ epochs: Int) -> [Float] {
        (0..<400).map {
          schedule.factor(step: $0, stepsPerEpoch: 20, epochs: epochs, halfLife: 2)
        }
      }
      #expect((factors(4) == factors(9)) == (schedule != .cosine))
      #expect(factors(9).allSatisfy { (0.01...1).contains($0) })
    }
    let halved = LearningRateSchedule.exponential.factor(
      step: 5 + 40, stepsPerEpoch: 20, epochs: 1, halfLife: 2)
    #expect(abs(halved - 0.5) < 1e-6)
    #expect(
      LearningRateSchedule.exponential.factor(step: 0, stepsPerEpoch: 20, epochs: 1, halfLife: 2)
        == 0.2)
  }

  @Test("a frozen layer keeps its weights")
  func frozen() throws {
    let trainer = try trained { $0.frozenLayers = ["conv2d"] }
    let before = try network().namedParameters
    let after = trainer.network.namedParameters
    #expect(after[0].parameter == before[0].parameter)
    #expect(after[2].parameter != before[2].parameter)
  }

  @Test("a loss that is no number stops, and what was learnt before is kept")
  func notANumber() throws {
    var options = TrainingOptions()
    options.optimizer = .sgd
    options.learningRate = 1e30
    options.averaging = 0
    var trainer = Trainer(try network(), options: options)
    var kept = trainer.network.safetensors.bytes
    var reason = ""
    do throws(TrainingError) {
      for _ in 0..<5 {
        _ = try trainer.runEpoch(on: Bars())
        kept = trainer.network.safetensors.bytes
      }
    } catch { reason = error.description }
    #expect(reason.contains("epoch \(trainer.epoch + 1), step"))
    let isKept = trainer.network.safetensors.bytes == kept
    #expect(isKept)
  }

  @Test("the slides' network has 15,794 parameters, layer by layer as on the slide")
  func parameters() {
    let network = Network.cnn(seed: 1)
    #expect(network.stages.map(\.layer.parameterCount) == [320, 4624, 1160, 0, 0, 9690])
    #expect(network.parameterCount == 15_794)
    let rows = network.summary.split(separator: "\n").map {
      $0.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
    }
    #expect(rows[2] == "conv2d_1 (Conv2D) (None, 26, 26, 32) 320")
    #expect(rows[7] == "dense (Dense) (None, 10) 9,690")
    #expect(network.summary.hasSuffix("Total params: 15,794"))
    #expect(Network.mlp(hidden: 128, seed: 1).parameterCount == 784 * 128 + 128 + 1290)
  }
}
