import ConvCore
import ConvNet
import Testing

/// Small colored pictures whose class is their brightest channel, of random noise.
private struct Colors: LabelledImages {
  var count = 53

  func label(_ index: Int) -> Int { index % 3 }

  func load(
    _ index: Int, into tensor: inout Tensor, lane: Int, using generator: inout SplitMix64
  ) {
    var own = SplitMix64(seed: UInt64(index))
    tensor.setImage(lane, (0..<3 * 64).map { own.unit() + ($0 / 64 == index % 3 ? 0.3 : 0) })
  }
}

@Suite("Training of networks with open layers")
struct OpenLayersTrainingTests {
  private static let layers = """
    conv 6 3x3 padding same; batchnorm; leaky
    residual { conv depthwise 3x3 padding same; batchnorm; relu; conv 6 1x1; batchnorm } relu
    max-pool 3 stride 2 padding 1; residual { conv 8 3x3 groups 2 stride 2 padding same; batchnorm } relu
    dropout 0.1; average-pool 2 stride 1 padding 1; global-average; dense
    """

  private func network() throws -> Network {
    try LayerText.network(
      Self.layers, input: TensorShape(channels: 3, height: 8, width: 8), classes: 3, seed: 4)
  }

  private func trainer(
    threads: Int = 1, engine: Engine = .preferred
  ) throws -> Trainer {
    var options = TrainingOptions()
    options.batchSize = 48
    options.threads = threads
    options.learningRate = 0.01
    return Trainer(try network(), options: options, engine: engine)
  }

  private func bytes(_ trainer: Trainer) -> [UInt8] {
    Checkpoint(trainer: trainer, notes: [:]).safetensors.bytes
  }

  @Test("threads, and the builds with fused multiply-add, give the same bits")
  func sameBits() throws {
    var one = try trainer()
    for _ in 0..<2 { _ = try one.runEpoch(on: Colors()) }
    for threads in [2, 3] {
      var other = try trainer(threads: threads)
      for _ in 0..<2 { _ = try other.runEpoch(on: Colors()) }
      let isSame = bytes(other) == bytes(one)
      #expect(isSame, "\(threads) threads")
    }
    for engine in Engine.available where engine.name != "portable" {
      var other = try trainer(engine: engine)
      for _ in 0..<2 { _ = try other.runEpoch(on: Colors()) }
      let isSame = bytes(other) == bytes(one)
      #expect(isSame, "\(engine.name)")
    }
  }

  @Test("a pause within an epoch and a checkpoint change nothing, running statistics as well")
  func resume() throws {
    var whole = try trainer()
    for _ in 0..<2 { _ = try whole.runEpoch(on: Colors()) }
    var part = try trainer()
    _ = try part.runEpoch(on: Colors())
    #expect(try part.runEpoch(on: Colors(), progress: { _ in false }) == nil)
    let file = try Safetensors(bytes: bytes(part))
    var rest = try Checkpoint(file, options: part.options).trainer
    _ = try rest.runEpoch(on: Colors())
    let isSame = bytes(rest) == bytes(whole)
    #expect(isSame)
  }

  @Test("the network learns, and reads as well with its running statistics")
  func learns() throws {
    var trainer = try trainer(threads: 2)
    for _ in 0..<25 { _ = try trainer.runEpoch(on: Colors(count: 160)) }
    #expect(trainer.network.evaluate(Colors(count: 160)).accuracy > 0.85)
    #expect(trainer.averaged.evaluate(Colors(count: 160)).accuracy > 0.85)
  }

  @Test("running statistics are a tenth of the mean of the groups, weighted by their images")
  func runningStatistics() throws {
    var options = TrainingOptions()
    options.batchSize = 24
    options.averaging = 0
    let network = try Network(input: [3, 8, 8], classes: ["a", "b", "c"], seed: 4) {
      BatchNorm()
      Dense()
    }
    var trainer = Trainer(network, options: options)
    _ = try trainer.runEpoch(on: Colors(count: 24))
    let norm = trainer.network.stages[0].layer.parameters
    // The mean over all pictures does not depend on the groups.
    var (tensor, sums) = (Tensor(network.inputShape), [0.0, 0.0, 0.0])
    for index in 0..<24 {
      var generator = SplitMix64(seed: 0)
      Colors().load(index, into: &tensor, lane: 0, using: &generator)
      for (i, value) in tensor.image(0).enumerated() { sums[i / 64] += Double(value) }
    }
    for channel in 0..<3 {
      let mean = sums[channel] / (24 * 64)
      #expect(abs(Double(norm[2].values[channel]) - 0.1 * mean) < 1e-6)
      #expect(norm[3].values[channel] > 0.9 && norm[3].values[channel] < 0.93)
    }
  }
}
