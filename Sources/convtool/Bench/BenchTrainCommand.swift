import ArgumentParser
import ConvCore
import ConvNet
import Digits
import Foundation

/// `convtool bench train`.
struct BenchTrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "How fast the slides' network learns.",
    discussion: """
      An epoch as train-mnist runs it, on drawn digits, with and without augmentation; then each \
      pass of the three convolutions on one thread. GFLOP/s count the products of the definition, \
      two operations each: where Winograd's F(4x4, 3x3) computes a quarter of them, the share of \
      the peak can exceed 100 %.
      """)

  @Option(help: "Images of an epoch.") var images = 55_000
  @Option(help: "Images whose gradients are averaged for one step.") var batchSize = 64
  @Option(help: "Epochs of each kind; the median counts.") var runs = 3
  @Flag(help: "One JSON object a row.") var json = false
  @OptionGroup var resources: ResourceOptions

  func validate() throws {
    guard (1...1_000_000).contains(images), (1...65_536).contains(batchSize) else {
      throw ValidationError("--images takes 1...1000000, --batch-size 1...65536")
    }
    guard (1...100).contains(runs) else { throw ValidationError("--runs takes 1...100") }
  }

  func run() throws {
    let engine = Engine.preferred
    let peak = engine.measuredPeak()
    let network = Network.cnn(seed: 1)
    let timings = PassTiming.all(network, engine)
    let report = BenchTrainReport(
      engine: engine.name, threads: resources.threadCount, images: images,
      batchSize: batchSize, peak: peak, timings: timings)
    print(try report.machine(json: json))
    for row in try report.passes(json: json) { print(row) }
    let set = DigitSet.synthetic(count: min(images, 2_000), seed: 1)
    var plain = 0.0
    for augments in [false, true] {
      let seconds = try epochs(network, set, augments ? Augmentation() : nil)
      if !augments { plain = Measurement.median(seconds) }
      print(try report.epoch(seconds, augments: augments, plain: plain, json: json))
    }
  }

  private func epochs(
    _ network: Network, _ set: DigitSet, _ augmentation: Augmentation?
  ) throws -> [Double] {
    var options = TrainingOptions()
    options.batchSize = batchSize
    options.threads = resources.threadCount
    let learning = RepeatedImages(
      images: DigitImages(set, augmentation: augmentation), count: images)
    var trainer = Trainer(network, options: options)
    var losses: [Double] = []
    let seconds = try (0..<runs).map { _ in
      let start = ContinuousClock.now
      if let result = try trainer.runEpoch(on: learning) { losses.append(result.loss) }
      return Measurement.seconds(since: start)
    }
    guard losses.count == runs, losses.allSatisfy(\.isFinite) else {
      throw Failure(.internalError, "bench train: an epoch gave no loss")
    }
    return seconds
  }
}

/// A set shown several times over, as if it were larger.
private struct RepeatedImages: LabelledImages {
  let images: DigitImages
  let count: Int

  func label(_ index: Int) -> Int { images.label(index % images.count) }

  func load(
    _ index: Int, into tensor: inout Tensor, lane: Int, using generator: inout SplitMix64
  ) { images.load(index % images.count, into: &tensor, lane: lane, using: &generator) }
}

/// How long a pass of a layer takes for 16 images on one thread.
struct PassTiming {
  let layer: String
  let pass: String
  let products: String
  let seconds: Double
  /// Two for each product of the definition.
  let operations: Double

  /// All passes of all convolutions.
  static func all(_ network: Network, _ engine: Engine) -> [PassTiming] {
    var generator = SplitMix64(seed: 1)
    var input = Tensor(network.inputShape)
    for i in input.values.indices { input.values[i] = generator.unit() }
    var timings: [PassTiming] = []
    for (index, stage) in network.stages.enumerated() {
      guard let layer = stage.layer as? Conv2D else { break }
      var bench = PassBench(
        layer: layer, input: input, output: Tensor(network.shapes[index + 1]), engine: engine)
      timings += bench.run(stage.name, isFirst: index == 0)
      input = bench.output
    }
    return timings
  }
}

/// A convolution between tensors of its own.
private struct PassBench {
  let layer: Conv2D
  var input: Tensor
  var output: Tensor
  let engine: Engine
  private static let runs = 25

  mutating func run(_ name: String, isFirst: Bool) -> [PassTiming] {
    var scratch = LayerScratch()
    var pass = LayerPass(engine: engine, isTraining: true)
    let forward = Measurement.median(
      Measurement.seconds(runs: PassBench.runs) {
        layer.forward(input, into: &output, scratch: &scratch, pass: pass)
      })
    let gradient = output
    pass.inputActivation = .relu
    var parameters = layer.parameters.map { [Float](repeating: 0, count: $0.values.count) }
    var times: [Double] = []
    for needsInput in isFirst ? [false] : [false, true] {
      pass.needsInputGradient = needsInput
      times.append(
        Measurement.median(
          Measurement.seconds(runs: PassBench.runs) {
            var outputGradient = gradient
            layer.backward(
              &input, outputGradient: &outputGradient, parameterGradients: &parameters,
              scratch: &scratch, pass: pass)
          }))
    }
    let weights = layer.parameters[0].values.count
    let operations = Double(2 * weights * output.shape.plane * Tensor.lanes)
    let products = layer.trainingProducts
    func timing(_ pass: String, _ seconds: Double) -> PassTiming {
      PassTiming(
        layer: name, pass: pass, products: products, seconds: seconds, operations: operations)
    }
    var timings = [timing("forward", forward), timing("weight-gradient", times[0])]
    if times.count > 1 { timings.append(timing("input-gradient", times[1] - times[0])) }
    return timings
  }
}
