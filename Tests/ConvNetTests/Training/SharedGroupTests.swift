import ConvCore
import ConvNet
import Synchronization
import Testing

/// Noise in three channels, large enough for threads to share its convolutions.
private struct Noise: LabelledImages {
  let count = 40

  func label(_ index: Int) -> Int { index % 3 }

  func load(
    _ index: Int, into tensor: inout Tensor, lane: Int, using generator: inout SplitMix64
  ) {
    tensor.setImage(lane, (0..<3 * 32 * 29).map { _ in generator.unit() - 0.5 })
  }
}

@Suite("Threads that share a group of 16 images")
struct SharedGroupTests {
  /// Winograd's and the definition's sums, with strides, padding, dilation and groups.
  private func network() throws -> Network {
    var generator = SplitMix64(seed: 4)
    let layers: [any Layer] = [
      Conv2D(
        inputChannels: 3, outputChannels: 9, kernelSize: Size2D(5), stride: Stride2D(y: 2, x: 1),
        padding: Size2D(2), activation: .relu, using: &generator),
      Conv2D(
        inputChannels: 9, outputChannels: 14, kernelSize: Size2D(3), padding: Size2D(1),
        activation: .relu, using: &generator),
      Conv2D(
        inputChannels: 14, outputChannels: 8, kernelSize: Size2D(3), dilation: 2, groups: 2,
        activation: .relu, using: &generator),
      MaxPool2D(), Flatten(), Dense(inputs: 8 * 6 * 12, outputs: 3, using: &generator),
    ]
    return try Network(
      inputShape: TensorShape(channels: 3, height: 32, width: 29), stages: Network.named(layers),
      classNames: ["a", "b", "c"])
  }

  private func trained(threads: Int, batch: Int) throws -> [UInt8] {
    var options = TrainingOptions()
    (options.batchSize, options.threads) = (batch, threads)
    var trainer = Trainer(try network(), options: options)
    for _ in 0..<2 { _ = try trainer.runEpoch(on: Noise()) }
    return Array(trainer.network.safetensors.bytes)
  }

  @Test("any number of threads trains to the same bits", arguments: [16, 40])
  func training(batch: Int) throws {
    let one = try trained(threads: 1, batch: batch)
    for threads in [2, 3, 5, 8, 20] {
      let isSame = try trained(threads: threads, batch: batch) == one
      #expect(isSame, "\(threads) threads")
    }
  }

  @Test("any number of threads reads the same bits", arguments: [1, 16, 40])
  func reading(count: Int) throws {
    let network = try network()
    var generator = SplitMix64(seed: 9)
    let images = (0..<count * network.inputShape.count).map { _ in generator.unit() }
    var one: [Float] = []
    Classifier(network, threads: 1, algorithm: .winograd).logits(images, into: &one)
    for threads in [2, 3, 5, 8, 20] {
      var other: [Float] = []
      Classifier(network, threads: threads, algorithm: .winograd).logits(images, into: &other)
      #expect(other == one, "\(threads) threads")
    }
  }

  @Test("each group runs once, and threads without a group of their own help", arguments: 1...6)
  func groups(threads: Int) {
    let pool = GroupThreads(threads: threads, groups: 4)
    for groups in 1...4 {
      let runs = Mutex([Int](repeating: 0, count: groups))
      let helpers = Mutex(0)
      pool.run(groups) { group, _, team in
        runs.withLock { $0[group] += 1 }
        helpers.withLock { $0 += (team?.members ?? 1) - 1 }
      }
      #expect(runs.withLock { $0 } == [Int](repeating: 1, count: groups))
      let left = groups % threads
      #expect(
        helpers.withLock { $0 } == (left > 0 && threads / left > 1 ? threads - left : 0),
        "\(groups) groups")
    }
  }

  @Test("a team does each piece once", arguments: 1...4)
  func pieces(members: Int) {
    let pool = GroupThreads(threads: members, groups: 1)
    pool.run(1) { _, _, team in
      for count in [1, 2, 7, 50] {
        let done = Mutex([Int](repeating: 0, count: count))
        team?.split(count) { piece in done.withLock { $0[piece] += 1 } }
        #expect(team == nil || done.withLock { $0 } == [Int](repeating: 1, count: count))
      }
    }
  }
}
