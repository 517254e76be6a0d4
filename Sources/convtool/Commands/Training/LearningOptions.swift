import ArgumentParser
import ConvCore
import ConvNet
import Digits
import Foundation
import ImageFilters

/// The options for training a network.
struct LearningOptions: ParsableArguments {
  @Option(help: "Passes over the training images.") var epochs: Whole<1, 100_000> = 10
  @Option(help: "Images whose gradients are averaged for one step.")
  var batchSize: Whole<1, 65_536> = 64
  @Option(help: "How a step follows from the gradient.") var optimizer = Optimizer.adam
  @Option(
    help: "The highest rate (default: 0.1 sgd, 0.02 momentum, 0.002 adam).",
    transform: Float.positive)
  var learningRate: Float?
  @Option(
    help: """
      exponential: halved every --half-life epochs; constant; or cosine over --schedule-epochs. \
      Only cosine looks ahead: with the others 2 epochs and 2 more by --resume are 4.
      """)
  var schedule = LearningRateSchedule.exponential
  @Option(
    help: "Epochs after which the exponential schedule has halved the rate.",
    transform: Float.positive)
  var halfLife: Float = 2.5
  @Option(
    help: "Epochs the cosine schedule is planned for (default: --epochs, or as the run began).")
  var scheduleEpochs: Whole<1, 100_000>?
  @Option(help: "Decoupled weight decay, for adam.", transform: Float.nonnegative)
  var weightDecay: Float = 0
  @Option(
    help: "Share of the old average that a step keeps, for evaluation; 0 for none.",
    transform: Float.share)
  var averaging: Float = 0.998
  @Option(help: "cross-entropy, or squared: the squared distance of softmax and label.")
  var loss = Loss.crossEntropy
  @Option(
    help: "Share of each label that is spread over all classes while learning, for cross-entropy.",
    transform: Float.share)
  var labelSmoothing: Float = 0
  @Option(
    help: """
      The first epoch of a mean: from it on the mean of the weights after this epoch and each later \
      one is judged and kept (default: no mean).
      """)
  var averageFrom: Whole<1, 100_000>?
  @Option(
    help: """
      Which epoch the held-out images choose: accuracy, the first of the best; accuracy-then-loss, of \
      equal ones that of the lowest loss; loss, the lowest; or the latest, whatever they say.
      """)
  var keep = KeptEpoch.accuracy
  @Option(help: "Seeds weights, order and augmentation.") var seed: UInt64 = 1
  @Option(
    name: .customLong("init"),
    help: "LAYER=KERNEL,KERNEL,…: the first filters of a layer start as kernels of the catalogue.")
  var initial: [String] = []
  @Option(help: "A layer whose weights do not move; repeatable.") var freeze: [String] = []

  func validate() throws {
    if scheduleEpochs != nil && schedule != .cosine {
      throw ValidationError("--schedule-epochs is for --schedule cosine, which looks ahead")
    }
    if weightDecay > 0 && optimizer != .adam {
      throw ValidationError("--weight-decay is for --optimizer adam, not \(optimizer.rawValue)")
    }
    if labelSmoothing > 0 && loss != .crossEntropy {
      throw ValidationError(
        "--label-smoothing is for --loss cross-entropy, not \(loss.rawValue)")
    }
    if halfLife != 2.5 && schedule != .exponential {
      throw ValidationError(
        "--half-life is for --schedule exponential, not \(schedule.rawValue)")
    }
  }

  /// Requires that epochs are judged where a run may end early because none is better.
  func requireJudge(for patience: Int) throws {
    if patience > 0 && keep == .latest {
      throw ValidationError("--patience waits for a better epoch: --keep latest judges none")
    }
  }

  var options: TrainingOptions {
    var options = TrainingOptions()
    options.batchSize = batchSize.value
    options.optimizer = optimizer
    options.learningRate = learningRate ?? optimizer.defaultRate
    options.schedule = schedule
    options.halfLife = halfLife
    options.scheduleEpochs = (scheduleEpochs ?? epochs).value
    options.weightDecay = weightDecay
    options.averaging = averaging
    options.loss = loss
    options.labelSmoothing = labelSmoothing
    options.averageFrom = averageFrom?.value ?? 0
    options.keeping = keep
    options.seed = seed
    options.frozenLayers = Set(freeze)
    return options
  }

  /// The options for a run; one that goes on keeps the length that its cosine was planned for.
  func runOptions(threads: Int, resumes: Bool, _ folder: RunFolder) -> TrainingOptions {
    var options = self.options
    options.threads = threads
    if scheduleEpochs == nil, resumes, let planned = folder.plannedEpochs {
      options.scheduleEpochs = planned
    }
    return options
  }

  /// The settings that a run records only where they are given, so that it resumes runs that began
  /// before there were such options.
  static let recordedIfGiven = ["label_smoothing", "average_from", "keep", "elastic"]

  private var givenSettings: [String: String] {
    var given: [String: String] = [:]
    if labelSmoothing > 0 { given["label_smoothing"] = "\(labelSmoothing)" }
    if let averageFrom { given["average_from"] = "\(averageFrom.value)" }
    if keep != .accuracy { given["keep"] = keep.rawValue }
    return given
  }

  /// Says that a run ends before its mean begins: one in parts may be meant.
  func noteMean() {
    guard let averageFrom, averageFrom.value > epochs.value else { return }
    Messages.whenDone(
      "note: --average-from \(averageFrom.value) lies beyond --epochs \(epochs.value): there is no "
        + "mean yet")
  }

  func settings(_ options: TrainingOptions) -> [String: String] {
    let always = [
      "epochs": "\(epochs.value)", "batch_size": "\(batchSize.value)",
      "optimizer": optimizer.rawValue, "learning_rate": "\(options.learningRate)",
      "schedule": schedule.rawValue,
      "half_life": schedule == .exponential ? "\(halfLife)" : "none",
      "schedule_epochs": schedule == .cosine ? "\(options.scheduleEpochs)" : "none",
      "weight_decay": "\(weightDecay)", "averaging": "\(averaging)", "loss": loss.rawValue,
      "seed": "\(seed)", "init": initial.joined(separator: " "),
      "freeze": freeze.joined(separator: " "),
    ]
    return always.merging(givenSettings) { $1 }
  }

  /// The network with the filters that `--init` names; checks the layers of `--freeze`.
  func prepared(_ network: Network) throws -> Network {
    var network = network
    for layer in freeze { try requireWeights(layer, network) }
    for text in initial { try initialize(&network, text) }
    return network
  }

  private func requireWeights(_ layer: String, _ network: Network) throws {
    guard let stage = network.stages.first(where: { $0.name == layer }) else {
      throw Failure(.usage, "--freeze \(layer): \(LearningOptions.names(network))")
    }
    guard stage.layer.parameters.isEmpty else { return }
    let others = network.stages.filter { !$0.layer.parameters.isEmpty }.map(\.name)
    throw Failure(
      .usage,
      "--freeze \(layer): it has no weights to freeze, "
        + "\(others.joined(separator: ", ")) have")
  }

  private static func names(_ network: Network) -> String {
    "no such layer: there are " + network.stages.map(\.name).joined(separator: ", ")
  }

  /// Sets the first filters of a layer to kernels, as in `conv2d_1=sobel-x,laplacian`.
  ///
  /// Each kernel is divided by the number of input maps.
  private func initialize(_ network: inout Network, _ text: String) throws {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { throw Failure(.usage, "--init takes LAYER=KERNEL,…: '\(text)'") }
    guard let index = network.stages.firstIndex(where: { $0.name == parts[0] }),
      var layer = network.stages[index].layer as? Conv2D
    else { throw Failure(.usage, "--init \(parts[0]): \(LearningOptions.names(network))") }
    let names = parts[1].split(separator: ",").map(String.init)
    guard names.count <= layer.outputChannels else {
      throw Failure(
        .usage, "--init \(parts[0]): \(names.count) kernels for \(layer.outputChannels) units")
    }
    for (unit, name) in names.enumerated() {
      guard let entry = FilterCatalogue.named(name),
        let filter = try? entry.filter([])
      else {
        throw Failure(
          .usage,
          "--init \(parts[0]): no kernel '\(name)' without parameters: convtool kernels "
            + "lists the catalogue")
      }
      guard filter.kernels.count == 1, filter.kernels[0].size == layer.kernelSize else {
        throw Failure(.usage, "--init: \(name) is no \(layer.kernelSize) kernel")
      }
      layer.setFilter(unit, to: filter.kernels[0])
    }
    network.stages[index].layer = layer
  }
}
