import ArgumentParser
import ConvCore
import ConvNet
import Foundation
import ImageCodecs
import PictureSets

/// The command `convtool train`.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Train a network of your own layers on your own pictures.",
    usage: "convtool train --data <folder> [--layers <layers>] [--size <size>] [options]",
    discussion: """
      convtool train --data flowers/ --size 32x32 -o runs/flowers
      convtool train --data flowers/ --layers 'conv 16 3x3 relu; pool 2; dense' --epochs 30
      convtool evaluate --model runs/flowers --data flowers/
      convtool predict --model runs/flowers photo.jpg

      The data are a folder of one of these, told apart by the names in it:
        class folders   flowers/rose/1.jpg, flowers/tulip/2.png: pictures of any format, also in \
      folders below. With train/ and test/ (and val/) above the class folders these are the parts.
        IDX files       train-images-idx3-ubyte, t10k-labels-idx1-ubyte.gz and so on, of any size and \
      number of classes. Names with emnist- are transposed. --data FILE names the images of one set \
      where a folder holds several.
        CIFAR           data_batch_1.bin ..., test_batch.bin, batches.meta.txt; or CIFAR-100's \
      train.bin and test.bin, by fine labels.
        .npy pairs      train_images.npy, train_labels.npy, test_images.npy, test_labels.npy; \
      x_train.npy, y_train.npy, x_test.npy, y_test.npy; or images.npy and labels.npy. Pictures are \
      NxHxW, NxHxWxC or NxCxHxW.
      class_names.txt, a name a line, names the classes of IDX and .npy files by their labels.

      What has no part of its own is split by a hash of each picture's content: the same picture is \
      always on the same side, whatever it is called and whatever else is there, and copies stay \
      together. The shares are met in the mean. parts.csv in the run's folder lists every picture \
      with its part. The epoch that reads the held-out pictures best is kept; the test is read once, \
      at the end.

      Pictures become --size, whatever their shape, with antialiasing. A picture that cannot be read, \
      and a class without pictures, is named before the training begins. One seed gives the same \
      model file for any --threads, after --resume, and however little memory is allowed: sets \
      beyond --max-memory are decoded anew in each epoch.

      \(LayersText.help)
      """)

  @OptionGroup(title: "Data") var data: PictureDataOptions
  @OptionGroup(title: "Network") var layers: LayerOptions
  @OptionGroup(title: "Learning") var learning: LearningOptions
  @Option(
    help: """
      Random changes of the pictures to learn from, comma-separated; without a value flip, crop, shift \
      and brightness.
      """)
  var augment: CommaList<PictureChange>?
  @Option(help: "balanced: classes with fewer pictures count more, by the inverse of their number.")
  var classWeights: ClassWeights?
  @Option(help: "Use only so many of the pictures to learn from.") var limit: PositiveCount?
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
    name: [.customShort("o"), .long],
    help: "The run's folder (default: runs/NAME-1, -2, …, by the name of the data).")
  var output: String?
  @OptionGroup var resources: ResourceOptions

  func validate() throws { try learning.requireJudge(for: patience.value) }

  func run() throws {
    let job = try TrainingJob.start()
    let folder = try RunFolder.chosen(job, output, base: data.name, resume: resume)
    let run = try job.together { try prepared(job, folder) }
    try run.run(resumes: resume != nil)
  }

  /// Reads the pictures and builds the network.
  private func prepared(_ job: TrainingJob, _ folder: RunFolder) throws -> TrainingRun {
    let layers = try layers.read()
    let set = try data.read(resources)
    var split = data.split(set)
    if let limit { split.limit(limit.value, set.items) }
    try data.check(split, set)
    var network = try learning.prepared(
      try layers.network(input: set.shape, classes: set.classNames, seed: learning.seed))
    (network.inputDivisor, network.readsWholePictures) = (set.divisor, true)
    try check(network)
    var options = learning.runOptions(
      threads: resources.threadCount, resumes: resume != nil, folder)
    if classWeights != nil {
      options.classWeights = ClassWeights.balanced(split.train.map { set.items[$0].label })
    }
    let changes = augment.map { Set($0.elements) }
    say(data.description(set, split))
    if !resources.quiet { learning.noteMean() }
    return TrainingRun(
      job: job, folder: folder, network: network, options: options,
      data: TrainingData(set, split, augmentation: changes.map { PictureAugmentation($0) }),
      epochs: learning.epochs.value, patience: patience.value,
      settings: settings(options, layers, set, split), quiet: resources.quiet,
      keepsSnapshots: snapshots)
  }

  /// Requires that the network can be trained in the memory that is allowed, and be read again.
  private func check(_ network: Network) throws {
    do { _ = try Network(network.safetensors) } catch {
      throw Failure(.usage, "--layers: \(error): a smaller --size, or pool earlier")
    }
    let values = network.shapes.reduce(0) { $0 + $1.count }
    // Outputs, their gradients and the layers' own buffers, of 16 pictures a thread.
    let need = 3 * values * Tensor.lanes * MemoryLayout<Float>.size * resources.threadCount
    // A small limit is meant for the pictures, which are then decoded anew in each epoch.
    let limit = max(resources.maxMemory.bytes, 2 << 30)
    guard need > limit else { return }
    throw Failure(
      .overLimit,
      "\(resources.threadCount) threads need about \(need >> 20) MB for the layers' outputs, the "
        + "limit is \(limit >> 20) MB: raise it with --max-memory, or take fewer --threads or a "
        + "smaller --size")
  }

  private func say(_ lines: [String]) {
    if !resources.quiet { for line in lines { print(line) } }
  }

  /// All options, for `run.json`.
  private func settings(
    _ options: TrainingOptions, _ layers: LayersText, _ set: PictureSet, _ split: PictureSplit
  ) -> [String: String] {
    learning.settings(options).merging(data.settings(set)) { $1 }.merging([
      "layers": layers.text,
      "augment": augment.map { $0.elements.map(\.rawValue).sorted().joined(separator: ",") }
        ?? "none",
      "class_weights": classWeights == nil ? "none" : "balanced",
      "limit": limit.map { "\($0.value)" } ?? "none", "patience": "\(patience.value)",
      "threads": "\(resources.threadCount)", "pictures": set.fingerprint(split),
    ]) { $1 }
  }
}
