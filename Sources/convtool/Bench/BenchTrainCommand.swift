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
      convtool bench train --threads 1,2,4,8

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
  @OptionGroup var scaling: BenchThreadOptions

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
    let report = try report(peak: peak, timings: PassTiming.all(network, engine))
    print(try report.machine(json: json))
    for row in try report.passes(json: json) { print(row) }
    let set = DigitSet.synthetic(count: min(images.value, 2_000), seed: 1)
    try printEpochs(report, [false, true]) { augments, threads in
      try epochs(network, set, augments ? Augmentation() : nil, threads)
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
    try printEpochs(try report(peak: 1, timings: []), [false]) { _, threads in
      try epochs(network, RepeatedImages(images: noise, count: images.value), threads)
    }
  }

  private func report(peak: Double, timings: [PassTiming]) throws -> BenchTrainReport {
    BenchTrainReport(
      engine: Engine.preferred.name, threads: try scaling.counts()[0], images: images.value,
      batchSize: batchSize.value, peak: peak, timings: timings)
  }

  /// Prints a line for each kind of epoch and each number of threads.
  private func printEpochs(
    _ report: BenchTrainReport, _ kinds: [Bool],
    _ seconds: (_ augments: Bool, _ threads: Int) throws -> [Double]
  ) throws {
    var report = report
    var plain: [Int: Double] = [:]
    for augments in kinds {
      var first: (threads: Int, seconds: Double)?
      for threads in try scaling.counts() {
        report.threads = threads
        let times = try seconds(augments, threads)
        let median = Measurement.median(times)
        if !augments { plain[threads] = median }
        print(
          try report.epoch(
            times, augments: augments, plain: plain[threads] ?? median, first: first, json: json))
        first = first ?? (threads, median)
      }
    }
  }

  private func epochs(
    _ network: Network, _ set: DigitSet, _ augmentation: Augmentation?, _ threads: Int
  ) throws -> [Double] {
    try epochs(
      network,
      RepeatedImages(
        images: DigitImages(set, augmentation: augmentation), count: images.value), threads)
  }

  private func epochs(
    _ network: Network, _ learning: some LabelledImages, _ threads: Int
  ) throws -> [Double] {
    var options = TrainingOptions()
    options.batchSize = batchSize.value
    options.threads = threads
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
