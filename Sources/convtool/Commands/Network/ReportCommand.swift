import ArgumentParser
import ConvCore
import ConvNet
import Digits
import ImageCodecs
import Report

/// The command `convtool report`.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write a page that shows, and computes, how a network reads a picture.",
    usage: "convtool report <picture> [--model <model>] [-o <page>] [options]",
    discussion: """
      convtool report samples/digits/7.png
      convtool report samples/digits/7.png --model runs/mnist-1 -o page.html

      One HTML file that opens anywhere, without a network connection: draw a digit, change a \
      pixel or choose a picture, and all maps and the answer follow; point at any value to see its \
      window, the products and the sum; try kernels on the picture in the laboratory. With the \
      folder of a run: the curves, the options, and the digits that it misreads. Without --data \
      (CONVTOOL_MNIST, the cache) the digits are drawn by the program, and the page says so.

      A network of more than 200,000 bytes of weights is shown in pictures, not computed. A page \
      has at most 5 MB. The part of the page's address after # sets it: #pixels=BASE64 the pixels, \
      a byte each; &write writes all numbers into the page, as JSON.
      """)

  @Argument(help: "A picture of a digit, prepared as predict does; - is standard input.")
  var picture: String
  @OptionGroup var arrays: ArrayOptions
  @OptionGroup var model: ModelOptions
  @Option(
    help: """
      A folder with the four IDX files, whose test digits the page is about; for a model of train the \
      folder of its pictures.
      """)
  var data: String?
  @Option(name: [.short, .long], help: "The page's file (default: NAME.report.html).")
  var output: String?
  @Option(help: "The most maps of each layer, where the page shows pictures only.")
  var maxMaps: Whole<1, 4096> = 64
  @Flag(help: "Replace the file that -o names.") var force = false
  @OptionGroup var resources: ResourceOptions

  func run() throws {
    if let output { try OutputNames.requireNew(output, force: force) }
    let model = try model.load(quiet: resources.quiet)
    let network = model.network
    var input = NetworkInput(network: network)
    (input.arrays, input.limits) = (arrays, resources.imageLimits)
    input.isQuiet = resources.quiet
    let read = try input.readWithPicture(picture)
    let digit = try NetworkInput.onlyDigit(of: read.reading, picture)
    let run = try RunReport.files(of: model.name)
    var page = ReportPage(
      network: network, modelName: RunReport.name(of: model.name), picture: read.picture,
      pictureName: picture == "-" ? "standard input" : RunReport.name(of: picture), input: digit)
    (page.mostMaps, page.threads, page.run) = (maxMaps.value, resources.threadCount, run)
    if network.readsDigits {
      (page.digits, page.digitsName) = try digits(run, model)
    }
    if network.readsWholePictures, let data {
      var options = DataOptions()
      options.data = data
      let pictures = try EvaluationPictures(
        model, data: options, usesAll: false, isTransposed: false, skipsBroken: true, resources)
      page.pictures = ReviewedPictures(
        pictures.images, shape: digit.shape, limit: ReportPage.pictureLimit(network),
        picture: pictures.shown.image)
      page.digitsName = "\(ReportPage.grouped(pictures.shown.count)) pictures"
    }
    try RunReport.write(page, to: output ?? outputName)
  }

  private var outputName: String {
    let name = picture == "-" ? "standard-input" : RunReport.name(of: picture)
    return "\(FilePath.stem(name)).report.html"
  }

  /// The digits that the page is about: test digits at hand, else drawn ones.
  private func digits(_ run: ReportRun?, _ model: LoadedModel) throws -> (DigitSet, String) {
    var options = DataOptions()
    options.data = data
    if data != nil || run?.isSynthetic != true, let set = try options.testDigitsAtHand() {
      try ModelStore.requireShape(model.network, of: set, model.name)
      return (set, "\(ReportPage.grouped(set.count)) test digits")
    }
    let count = 1000
    let seed = run?.isSynthetic == true ? run?.seed ?? 0 : 0
    return (
      DigitSet.synthetic(count: count, seed: ~seed), "\(ReportPage.grouped(count)) drawn digits"
    )
  }
}

extension Network {
  /// Whether the network reads the digits of MNIST's size.
  var readsDigits: Bool {
    inputShape.channels == 1 && inputShape.height == 28 && inputShape.width == 28
      && classNames.count >= 10 && !readsWholePictures
  }
}
