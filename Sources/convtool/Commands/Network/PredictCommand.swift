import ArgumentParser
import ConvCore
import ConvNet
import Digits
import FeatureMaps
import Foundation
import ImageCodecs
import ImageFilters

/// The command `convtool predict`.
struct PredictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict", abstract: "Read digits from pictures, or name what they show.",
    usage: "convtool predict [<inputs> ...] [--model <model>] [options]",
    discussion: """
      convtool predict samples/digits/7.png
      convtool predict --model runs/mnist-1 scans/*.png --top 3 --show-prepared
      convtool predict --model resnet18.onnx --labels classes.txt photo.jpg
      convtool predict --model runs/flowers photo.jpg

      A model of train reads pictures whole, scaled as it learned from them, and names its classes.

      A picture of digits is prepared as MNIST's were: paper evened out, polarity found, each digit \
      cropped, fitted into 20x20 pixels and centered by mass in 28x28. Digits that stand apart are \
      read from left to right, a line each; a digit whose strokes do not touch stays one. A 28x28 \
      picture whose ink fills the box as MNIST's does is taken as it is. Where transparency holds \
      the digit, it is read.

      A doubt is ? and a note, and exit code 0. A picture is in doubt when less than half of its \
      ink looks like strokes on paper: two levels, ink and paper, the paper even within 15 % of the \
      ink's height, sharp edges, lines of one width (it varies by 42 % at most) that are at most a \
      third as wide as the digit is long, not more than four times as long, and not along the \
      picture's edge. A digit is in doubt when no class reaches a probability of 60 %.
      """)

  @OptionGroup var input: InputOptions
  @OptionGroup var arrays: ArrayOptions
  @OptionGroup var model: ModelOptions
  @Option(help: "How many classes are named, the most probable first.") var top: Whole<1, 1000> = 3
  @Option(
    help: """
      What shows through where a picture is transparent (default: white, or the digit is read \
      from the transparency).
      """)
  var background: BackgroundColor?
  @Flag(
    help: """
      Write what the network saw: NAME.prepared.png in the current folder, NAME.prepared-1.png ... \
      for several digits.
      """)
  var showPrepared = false
  @Flag(
    help: """
      As JSON, one line a digit: image, box (row, column, height, width), top, doubt. A doubt keeps \
      its best guess; without ink box is null and top is empty.
      """)
  var json = false
  @Option(help: "The names of an .onnx model's classes, one a line.") var labels: String?
  @OptionGroup var preparation: PreparationOptions
  @OptionGroup var resources: ResourceOptions

  func run() throws {
    if model.graph != nil || preparation.isGeneral {
      guard background == nil else { throw Failure(.usage, "--background is for digits") }
      return try GraphPrediction(
        model: try GraphModel(model, resources), labels: labels, top: top.value, json: json,
        showPrepared: showPrepared, preparation: preparation, arrays: arrays, resources: resources
      ).run(self.input)
    }
    if labels != nil { throw Failure(.usage, "--labels is for .onnx models") }
    let input = NetworkInput(
      network: try model.load(quiet: resources.quiet).network, background: background,
      limits: resources.imageLimits, arrays: arrays, allowsDamage: self.input.allowTruncated,
      isQuiet: resources.quiet)
    let inputs = try InputList(self.input)
    let names = showPrepared ? try PreparedNames(inputs) : nil
    let classifier = Classifier(input.network)
    var failures: [Failure] = []
    for path in inputs.selected {
      do { try predict(path, input, classifier, names) } catch {
        let failure = Failure(error, file: path)
        if inputs.all.count == 1 { throw failure }
        failure.report()
        failures.append(failure)
      }
    }
    if !failures.isEmpty { throw Failure(.someInputsFailed, nil) }
  }

  private func predict(
    _ path: String, _ input: NetworkInput, _ classifier: Classifier, _ names: PreparedNames?
  ) throws {
    // An invalid output name is rejected before any input is read.
    _ = try names?.name(for: path)
    let name = FileName.printable(path)
    let reading = try input.read(path)
    let isWhole = input.network.readsWholePictures
    let answers = try reading.digits.map {
      if isWhole {
        return try DigitAnswer(
          image: name, picture: $0.image, classifier: classifier, count: top.value)
      }
      return try DigitAnswer(
        image: name, digit: $0, reason: reading.doubt, classifier: classifier, count: top.value)
    }
    if answers.isEmpty {
      try tell(DigitAnswer(image: name, reason: reading.doubt ?? "no ink found"))
    }
    for (index, answer) in answers.enumerated() {
      try tell(answer)
      guard let names else { continue }
      let number = answers.count > 1 ? index + 1 : nil
      try write(reading.digits[index].image, to: try names.name(for: path, number: number))
    }
  }

  private func tell(_ answer: DigitAnswer) throws {
    if let reason = answer.reason, !resources.quiet { Messages.note(answer.image, reason) }
    print(json ? try JSONOutput.text(answer) : answer.text)
  }

  private func write(_ image: Image, to name: String) throws {
    let samples = image.samples.map { UInt8(min(max($0.rounded(), 0), 255)) }
    let info = ImageInfo(format: .png, shape: image.shape, sampleType: .uint8, hasAlpha: false)
    try about(name) { try OutputFile.write(.uint8(samples), info, to: name) }
  }
}
