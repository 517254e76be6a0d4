import ArgumentParser
import ConvNet
import Digits
import FeatureMaps
import Foundation
import ImageCodecs

/// The command `convtool evaluate`.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Accuracy of a model on test pictures, by class.",
    usage: "convtool evaluate [--model <model>] [--data <folder>] [options]",
    discussion: """
      convtool evaluate --data mnist/
      convtool evaluate --model runs/mnist-1 --data mnist/ -o confusion.png
      convtool evaluate --model runs/flowers --data flowers/ --mistakes wrong/

      For a model of train, --data takes what train takes (default: what the run was trained on). Of \
      class folders without a test/ of their own, pictures that the run has learned from, by their \
      content, are left out. Precision is the share of the pictures read as a class that belong to \
      it, recall the share of a class's pictures that are found, F1 their harmonic mean.
      """)

  @OptionGroup var model: ModelOptions
  @OptionGroup var data: DataOptions
  @Option(name: [.short, .long], help: "A PNG for the confusion matrix.") var output: String?
  @Option(
    help: ArgumentHelp(
      """
      A folder for what is read wrong: mistakes.png, a sheet, the worst first, and mistakes.csv \
      with index, truth, answer and probability.
      """, valueName: "folder"))
  var mistakes: String?
  @Flag(help: "Replace the file that -o names, and the files of --mistakes.") var force = false
  @Flag(help: "Evaluate all pictures, those that the run has learned from as well.") var all = false
  @Flag(help: "Leave out pictures that cannot be read, and count them.") var skipBroken = false
  @Flag(help: "Exchange the rows and columns of IDX pictures.") var transpose = false
  @Flag(help: "As JSON.") var json = false
  @OptionGroup var resources: ResourceOptions

  func validate() throws {
    if output == "-" {
      throw ValidationError("-o names a file: standard output has the table")
    }
  }

  func run() throws {
    if let output { try OutputNames.requireNew(output, force: force) }
    if let mistakes { try MistakeFiles.requireNew(mistakes, force: force) }
    let model = try model.load(quiet: resources.quiet)
    let network = model.network
    let pictures = try EvaluationPictures(
      model, data: data, usesAll: all, isTransposed: transpose, skipsBroken: skipBroken, resources)
    let classifier = Classifier(network, threads: resources.threadCount, algorithm: .winograd)
    let result = classifier.evaluate(pictures.images)
    if let failure = pictures.failure() { throw Failure(.damagedInput, failure) }
    guard result.unusable == 0 else {
      throw Failure(
        .damagedInput,
        "\(model.name): the outputs for \(result.unusable) of \(result.count) images are not "
          + "finite: the weights are too large, or damaged")
    }
    print(
      json
        ? try JSONOutput.text(Record(result, network.classNames))
        : Tables.evaluation(result, network.classNames))
    if !resources.quiet { Tables.notes(result, network.classNames).forEach(Messages.whenDone) }
    if let mistakes {
      try MistakeFiles(result, of: pictures.shown, classNames: network.classNames).write(
        to: mistakes)
      if result.mistakes.isEmpty, !resources.quiet {
        Messages.note(mistakes, "no image was read wrong: mistakes.csv holds its header alone")
      }
    }
    guard let output else { return }
    try about(output) {
      let chart = ConfusionChart(counts: result.confusion, classNames: network.classNames)
      try chart.drawn(height: chart.fittingSide, width: chart.fittingSide).write(to: output)
    }
  }

  /// The result as JSON.
  private struct Record: Encodable {
    @JSONNumber var accuracy: Double
    @JSONNumber var loss: Double
    let images: Int
    /// Counts by true class, then by predicted class.
    let confusion: [[Int]]
    /// The share of the most frequent class, and its name.
    @JSONNumber var majorityShare: Double
    let majorityClass: String
    let classes: [ClassResult]

    init(_ result: Evaluation, _ names: [String]) {
      (accuracy, loss) = (result.accuracy, result.loss)
      (images, confusion) = (result.count, result.confusion)
      (majorityShare, majorityClass) = (result.majorityShare, names[result.majority])
      classes = ClassResult.all(result, names)
    }
  }
}

extension ModelStore {
  /// Requires that the images and labels of a set fit the network.
  static func requireShape(_ network: Network, of set: DigitSet, _ path: String) throws {
    let shape = network.inputShape
    guard shape.channels == 1, shape.height == set.height, shape.width == set.width else {
      throw Failure(
        .damagedInput,
        "\(path): the network takes \(shape), the digits are "
          + "1×\(set.height)×\(set.width)")
    }
    let largest = Int(set.labels.max() ?? 0)
    guard largest < network.classNames.count else {
      throw Failure(
        .damagedInput,
        "\(path): the network has \(network.classNames.count) classes, the digits go up to "
          + "\(largest)")
    }
  }
}
