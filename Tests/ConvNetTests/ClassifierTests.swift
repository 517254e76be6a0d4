import ConvCore
import ConvNet
import Testing

@Suite("A classifier")
struct ClassifierTests {
  /// Layers of odd sides and channel counts, padded to no multiple of anything.
  private func small(padding: Size2D = Size2D(0)) throws -> Network {
    var generator = SplitMix64(seed: 6)
    let first = Conv2D(
      inputChannels: 2, outputChannels: 7, kernelSize: Size2D(height: 3, width: 2),
      padding: padding, activation: .relu, using: &generator)
    let shape = try first.outputShape(for: TensorShape(channels: 2, height: 13, width: 11))
    let second = Conv2D(
      inputChannels: 7, outputChannels: 5, kernelSize: Size2D(2), dilation: 2,
      using: &generator)
    let pooled = try MaxPool2D().outputShape(for: try second.outputShape(for: shape))
    let layers: [any Layer] = [
      first, second, MaxPool2D(), Flatten(),
      Dense(inputs: pooled.count, outputs: 19, activation: .relu, using: &generator),
      Dense(inputs: 19, outputs: 4, using: &generator),
    ]
    return try Network(
      inputShape: TensorShape(channels: 2, height: 13, width: 11), stages: Network.named(layers),
      classNames: ["a", "b", "c", "d"])
  }

  private func images(_ count: Int, of network: Network) -> [Float] {
    var generator = SplitMix64(seed: 12)
    return (0..<count * network.inputShape.count).map { _ in generator.unit() }
  }

  /// Each image in a lane of its own group, as activation maps are computed.
  private func expected(_ images: [Float], _ network: Network, _ engine: Engine) -> [Float] {
    let size = network.inputShape.count
    return (0..<images.count / size).flatMap { index -> [Float] in
      var workspace = Workspace(network)
      workspace.activations[0].setImage(3, images[index * size..<(index + 1) * size])
      network.forward(&workspace, pass: LayerPass(engine: engine))
      return workspace.output.image(3)
    }
  }

  @Test("gives the same bits for any batch, any threads and any build of the loops")
  func sameBits() throws {
    let networks = [
      try small(), try small(padding: Size2D(1)), Network.cnn(seed: 4),
      Network.mlp(hidden: 20, seed: 4),
    ]
    for network in networks {
      let size = network.inputShape.count
      let images = images(37, of: network)
      for engine in Engine.available {
        let all = expected(images, network, engine)
        let classes = all.count / 37
        for threads in [1, 2, 3] {
          let classifier = Classifier(network, threads: threads, engine: engine)
          var result: [Float] = []
          for count in [1, 5, 16, 37, 1] {
            classifier.logits(Array(images[..<(count * size)]), into: &result)
            let isSame = result == Array(all[..<(count * classes)])
            #expect(isSame, "\(engine.name), \(threads) threads, \(count) images")
          }
        }
      }
    }
  }

  @Test("layers shared among threads are the same to the bit")
  func shared() {
    let network = Network.cnn(seed: 9)
    let image = images(1, of: network)
    var (alone, together): ([Float], [Float]) = ([], [])
    Classifier(network, threads: 1).logits(image, into: &alone)
    for threads in [2, 4] {
      let classifier = Classifier(network, threads: threads)
      for _ in 0..<20 {
        classifier.logits(image, into: &together)
        #expect(alone == together)
      }
    }
    #expect(Set(alone).count == 10)
  }
}
