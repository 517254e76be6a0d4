import ArgumentParser
import ConvCore
import ConvNet
import Digits
import Foundation
import ImageFilters

/// The command `convtool train-mnist`.
struct TrainMNISTCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train-mnist", abstract: "Train the slides' network to read digits.",
    discussion: """
      convtool train-mnist --synthetic
      convtool train-mnist --data mnist/ --epochs 12 --schedule cosine -o runs/long
      convtool train-mnist --data mnist/ --resume -o runs/long

      Conv2D 32, 16, 8 (3x3, ReLU), MaxPooling 2x2, Flatten, Dense 10 softmax: 15,794 parameters. \
      The epoch that reads the held-out training images best is kept; the test images are read \
      once, at the end. An interrupt (Ctrl-C) writes a checkpoint, in the middle of an epoch too; \
      --resume goes on from it as if nothing had happened. One seed gives the same model file for \
      any --threads, and with AVX2 and AVX-512.
      """)

  @OptionGroup var data: DataOptions
  @Flag(help: "Train on digits the program draws itself; nothing to download.")
  var synthetic = false
  @OptionGroup(title: "Network") var choice: NetworkChoice
  @OptionGroup(title: "Learning") var learning: LearningOptions
  @Flag(inversion: .prefixedNo, help: "Shift, turn, scale and shear each image a little.")
  var augment = true
  @Option(
    help: """
      Also displace each pixel smoothly at random, by at most so many pixels along each axis; 0 for \
      none.
      """, transform: Float.elasticStrength)
  var elastic: Float = 0
  @Option(help: "Use only so many training images.") var limit: PositiveCount?
  @Option(
    help: """
      Training images held out to choose the epoch by (default: 5000 or a tenth of them, the \
      smaller).
      """)
  var validation: HoldOut?
  @Option(help: "Stop after so many epochs without a better one; 0 never does.")
  var patience: Whole<0, 1_000_000> = 0
  @Flag(
    help: "Keep the network of each epoch, from the random start, in the run's folder snapshots/.")
  var snapshots = false
  @Option(
    help: """
      Go on from the run's checkpoint. Without a value there must be one; with auto the run begins \
      where there is none.
      """)
  var resume: Resumption?
  @Option(
    name: [.customShort("o"), .long], help: "The run's folder (default: runs/mnist-1, -2, …).")
  var output: String?
  @OptionGroup var resources: ResourceOptions

  func validate() throws {
    if synthetic && data.data != nil {
      throw ValidationError("--synthetic draws its own digits: it takes no --data")
    }
    try learning.requireJudge(for: patience.value)
    if elastic > 0 && !augment {
      throw ValidationError("--elastic is a part of --augment: leave out --no-augment")
    }
  }

  func run() throws {
    let job = try TrainingJob.start()
    let folder = try RunFolder.chosen(job, output, base: "mnist", resume: resume)
    let run = try job.together { try prepared(job, folder) }
    try run.run(resumes: resume != nil)
  }

  /// Reads the digits and builds the network.
  private func prepared(_ job: TrainingJob, _ folder: RunFolder) throws -> TrainingRun {
    let network = try learning.prepared(choice.network(seed: learning.seed))
    let train = try loadTraining()
    let heldOut = (validation ?? .automatic).count(of: train.count)
    guard train.count > heldOut else {
      throw Failure(
        .usage, "--validation \(heldOut) leaves no image of \(train.count) to learn from")
    }
    if heldOut == 0 && ![.accuracy, .latest].contains(learning.keep) {
      throw Failure(
        .usage, "--keep \(learning.keep.rawValue): --validation 0 holds out no digits to choose by")
    }
    let test =
      synthetic
      ? DigitSet.synthetic(count: min(10_000, train.count), seed: ~learning.seed)
      : try data.load(.test, quiet: resources.quiet)
    let digits = TrainingData(
      train, heldOut: heldOut, test: test,
      augmentation: augment ? Augmentation(elastic: elastic) : nil,
      divisor: network.inputDivisor)
    let options = learning.runOptions(
      threads: resources.threadCount, resumes: resume != nil, folder)
    if !resources.quiet { learning.noteMean() }
    return TrainingRun(
      job: job, folder: folder, network: network, options: options, data: digits,
      epochs: learning.epochs.value, patience: patience.value,
      settings: settings(options, heldOut), quiet: resources.quiet, keepsSnapshots: snapshots)
  }

  private func loadTraining() throws -> DigitSet {
    let count = limit?.value ?? .max
    if synthetic { return DigitSet.synthetic(count: min(count, 60_000), seed: learning.seed) }
    let set = try data.load(.train, quiet: resources.quiet)
    return count < set.count ? set[0..<count] : set
  }

  /// All options, for `run.json`.
  private func settings(_ options: TrainingOptions, _ heldOut: Int) -> [String: String] {
    let given = elastic > 0 ? ["elastic": "\(elastic)"] : [:]
    return learning.settings(options).merging(given) { $1 }.merging([
      "network": choice.network.rawValue, "hidden": "\(choice.hiddenUnits)",
      "augment": "\(augment)", "data": synthetic ? "synthetic" : "MNIST",
      "limit": limit.map { "\($0.value)" } ?? "none",
      "validation": "\(heldOut)", "patience": "\(patience.value)",
      "threads": "\(resources.threadCount)",
    ]) { $1 }
  }
}
