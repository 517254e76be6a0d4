import ArgumentParser
import ConvCore
import ConvNet
import Digits
import Foundation

/// The command `convtool bench train`.
struct BenchTrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "How fast the slides' network learns.",
    discussion: """
      convtool bench train

      An epoch as train-mnist runs it, on drawn digits, with and without augmentation; then each \
      pass of the three convolutions on one thread. GFLOP/s count the products of the definition, \
      two operations each: where Winograd's F(4x4, 3x3) computes a quarter of them, the share of \
      the peak can exceed 100 %. With --layers only an epoch of that network runs, on noise of \
      the size of --input, without augmentation.
      """)

  @Option(help: "Images of an epoch.") var images: Whole<1, 1_000_000> = 55_000
  @Option(help: "Images whose gradients are averaged for one step.")
  var batchSize: Whole<1, 65_536> = 64
  @Option(help: "Epochs of each kind; the median counts.") var runs: Whole<1, 100> = 3
  @Option(help: "A network's layers as text, or a file of them; needs --input.")
  var layers: String?
  @Option(
    name: .customLong("input"),
    help: ArgumentHelp("The size of pictures for --layers.", valueName: "HxWxC"))
  var shape: PictureShape?
  @Flag(help: "One JSON object a row.") var json = false
  @OptionGroup var resources: ResourceOptions

  func validate() throws {
    guard (layers == nil) == (shape == nil) else {
      throw ValidationError("--layers and --input go together")
    }
  }

  func run() throws {
    if let layers, let shape { return try run(LayersText(layers), shape.shape) }
    let engine = Engine.preferred
    let peak = engine.measuredPeak()
    let network = Network.cnn(seed: 1)
    let timings = PassTiming.all(network, engine)
    let report = BenchTrainReport(
      engine: engine.name, threads: resources.threadCount, images: images.value,
      batchSize: batchSize.value, peak: peak, timings: timings)
    print(try report.machine(json: json))
    for row in try report.passes(json: json) { print(row) }
    let set = DigitSet.synthetic(count: min(images.value, 2_000), seed: 1)
    var plain = 0.0
    for augments in [false, true] {
      let seconds = try epochs(network, set, augments ? Augmentation() : nil)
      if !augments { plain = Measurement.median(seconds) }
      print(try report.epoch(seconds, augments: augments, plain: plain, json: json))
    }
  }

  /// One network of the caller's own.
  private func run(_ text: LayersText, _ shape: TensorShape) throws {
    let network = try text.network(input: shape, classes: 10, json: json)
    var generator = SplitMix64(seed: 1)
    let count = min(images.value, 512)
    let noise = TensorDataset(
      images: (0..<count * shape.count).map { _ in generator.unit() }, shape: shape,
      labels: (0..<count).map { $0 % 10 })
    let report = BenchTrainReport(
      engine: Engine.preferred.name, threads: resources.threadCount, images: images.value,
      batchSize: batchSize.value, peak: 1, timings: [])
    let seconds = try epochs(network, RepeatedImages(images: noise, count: images.value))
    print(try report.epoch(seconds, augments: false, plain: 1, json: json))
  }

  private func epochs(
    _ network: Network, _ set: DigitSet, _ augmentation: Augmentation?
  ) throws -> [Double] {
    try epochs(
      network,
      RepeatedImages(
        images: DigitImages(set, augmentation: augmentation), count: images.value))
  }

  private func epochs(_ network: Network, _ learning: some LabelledImages) throws -> [Double] {
    var options = TrainingOptions()
    options.batchSize = batchSize.value
    options.threads = resources.threadCount
    var trainer = Trainer(network, options: options)
    var losses: [Double] = []
    let seconds = try (0..<runs.value).map { _ in
      let start = ContinuousClock.now
      if let result = try trainer.runEpoch(on: learning) { losses.append(result.loss) }
      return Measurement.seconds(since: start)
    }
    guard losses.count == runs.value, losses.allSatisfy(\.isFinite) else {
      throw Failure(.internalError, "bench train: an epoch gave no loss")
    }
    return seconds
  }
}

/// Repeats a set several times, to simulate a larger set.
private struct RepeatedImages<Images: LabelledImages>: LabelledImages {
  let images: Images
  let count: Int

  func label(_ index: Int) -> Int { images.label(index % images.count) }

  func load(
    _ index: Int, into tensor: inout Tensor, lane: Int, using generator: inout SplitMix64
  ) { images.load(index % images.count, into: &tensor, lane: lane, using: &generator) }
}
