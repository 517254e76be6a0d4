import ConvCore
import ConvNet
import Testing

@Suite("A classifier")
struct ClassifierTests {
  /// Layers of odd sides and channel counts, padded to no multiple of anything.
  private func small(
    padding: Size2D = Size2D(0), stride: Stride2D = .one
  ) throws -> Network {
    var generator = SplitMix64(seed: 6)
    let first = Conv2D(
      inputChannels: 2, outputChannels: 7, kernelSize: Size2D(height: 3, width: 2),
      stride: stride, padding: padding, activation: .relu, using: &generator)
    let shape = try first.outputShape(for: TensorShape(channels: 2, height: 13, width: 11))
    let second = Conv2D(
      inputChannels: 7, outputChannels: 21, kernelSize: Size2D(2), dilation: 2,
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

  /// The images in the lanes of groups, as activation maps are computed: from the last lane down, and
  /// the last group's first lanes empty.
  private func expected(_ images: [Float], _ network: Network, _ engine: Engine) -> [Float] {
    let (size, lanes) = (network.inputShape.count, Tensor.lanes)
    let count = images.count / size
    return stride(from: 0, to: count, by: lanes).flatMap { first -> [Float] in
      let group = first..<min(first + lanes, count)
      var workspace = Workspace(network)
      for image in group {
        workspace.activations[0].setImage(
          lanes - 1 - (image - first), images[image * size..<(image + 1) * size])
      }
      network.forward(&workspace, pass: LayerContext(engine: engine))
      return group.flatMap { workspace.output.image(lanes - 1 - ($0 - first)) }
    }
  }

  @Test("several tasks may ask at once: each gets the outputs of its own images")
  func sharedByTasks() async throws {
    let network = try small()
    let pixels = network.inputShape.count
    let all = images(200, of: network)
    for products in [ConvolutionAlgorithm.direct, .winograd] {
      let classifier = Classifier(network, threads: 2, algorithm: products)
      var expected: [Float] = []
      classifier.logits(all, into: &expected)
      let sizes = [1, 3, 17, 40, 64]
      await withTaskGroup(of: Bool.self) { group in
        for (number, size) in sizes.enumerated() {
          group.addTask { [expected] in
            let first = number * 31
            var result: [Float] = []
            return (0..<30).allSatisfy { _ in
              classifier.logits(Array(all[first * pixels..<(first + size) * pixels]), into: &result)
              return result == Array(expected[first * 4..<(first + size) * 4])
            }
          }
        }
        for await isRight in group { #expect(isRight) }
      }
    }
  }

  @Test("gives the same bits for any batch, any threads and any build of the loops")
  func sameBits() throws {
    let networks = [
      try small(), try small(stride: Stride2D(y: 2, x: 1)), try small(padding: Size2D(1)),
      Network.cnn(seed: 4),
      Network.mlp(hidden: 20, seed: 4),
    ]
    for network in networks {
      for engine in Engine.available {
        // Without optimisation, as tests build the portable loops, an image of this size takes long.
        let isSlow = engine.name == "portable" && network.shapes[1].count > 10_000
        let counts = isSlow ? [1, 3] : [1, 5, 16, 37, 1]
        expectSameBits(network, engine, counts: counts, threads: isSlow ? [2] : [1, 2, 3])
      }
    }
  }

  private func expectSameBits(
    _ network: Network, _ engine: Engine, counts: [Int], threads: [Int]
  ) {
    let size = network.inputShape.count
    let images = images(counts.max() ?? 0, of: network)
    let all = expected(images, network, engine)
    let classes = network.classNames.count
    for threads in threads {
      let classifier = Classifier(network, threads: threads, engine: engine)
      var result: [Float] = []
      for count in counts {
        classifier.logits(Array(images[..<(count * size)]), into: &result)
        let isSame = result == Array(all[..<(count * classes)])
        #expect(isSame, "\(engine.name), \(threads) threads, \(count) images")
      }
    }
  }

  @Test("the fewest products give other bits, the same for any batch and any threads")
  func fewestProducts() {
    let network = Network.cnn(seed: 4)
    let (size, images) = (network.inputShape.count, images(37, of: network))
    var (defined, all): ([Float], [Float]) = ([], [])
    Classifier(network).logits(images, into: &defined)
    Classifier(network, algorithm: .winograd).logits(images, into: &all)
    let largest = defined.reduce(0) { max($0, abs($1)) }
    #expect(zip(defined, all).allSatisfy { abs($0 - $1) <= 2e-5 * largest })
    #expect(defined != all)
    for threads in [1, 2, 3] {
      let classifier = Classifier(network, threads: threads, algorithm: .winograd)
      var result: [Float] = []
      for count in [1, 16, 21, 37] {
        classifier.logits(Array(images[..<(count * size)]), into: &result)
        #expect(result == Array(all[..<(count * 10)]), "\(threads) threads, \(count) images")
      }
    }
  }

  @Test("layers that Winograd does not suit give the same bits with the fewest products")
  func sameProducts() throws {
    let network = try small()
    let images = images(21, of: network)
    var (defined, fewest): ([Float], [Float]) = ([], [])
    Classifier(network, threads: 2).logits(images, into: &defined)
    Classifier(network, threads: 2, algorithm: .winograd).logits(images, into: &fewest)
    #expect(defined == fewest && Set(defined).count > 21)
  }

  @Test("rows of every length are the same to the bit", arguments: 2...27)
  func rows(width: Int) throws {
    var generator = SplitMix64(seed: UInt64(width))
    let convolution = Conv2D(
      inputChannels: 1, outputChannels: 9, kernelSize: Size2D(2), activation: .relu,
      using: &generator)
    let input = TensorShape(channels: 1, height: 3, width: width)
    let features = try convolution.outputShape(for: input).count
    let dense = Dense(inputs: features, outputs: 3, using: &generator)
    let network = try Network(
      inputShape: input, stages: Network.named([convolution, Flatten(), dense]),
      classNames: ["a", "b", "c"])
    let images = images(2, of: network)
    for engine in Engine.available {
      var result: [Float] = []
      Classifier(network, engine: engine).logits(images, into: &result)
      #expect(result == expected(images, network, engine), "\(engine.name)")
    }
  }

  @Test("strips shared among threads are the same to the bit")
  func shared() {
    let network = Network.cnn(seed: 9)
    let image = images(1, of: network)
    var (alone, together): ([Float], [Float]) = ([], [])
    Classifier(network, threads: 1).logits(image, into: &alone)
    for threads in [2, 4, 13] {
      let classifier = Classifier(network, threads: threads)
      for _ in 0..<20 {
        classifier.logits(image, into: &together)
        #expect(alone == together)
      }
    }
    #expect(Set(alone).count == 10)
  }
}
