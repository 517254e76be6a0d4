import ArgumentParser
import Digits

/// The command `convtool make-digits`.
struct MakeDigitsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "make-digits",
    abstract: "Draw digits and write them as the four IDX files of MNIST.",
    usage: "convtool make-digits --output <folder> [options]",
    discussion: """
      convtool make-digits -o digits/
      convtool make-digits -o digits/ --limit 1000 --seed 2
      """)

  typealias Count = Whole<1, 10_000_000>

  @Option(name: [.short, .long], help: "The folder to write to.") var output: String
  @Option(help: "Images of the training set (default: 60000).") var train: Count?
  @Option(help: "Images of the test set (default: 10000).") var test: Count?
  @Option(
    help: "So many training images and a tenth as many test images, where these are not named.")
  var limit: Count?
  @Option(help: "The same seed draws the same digits.") var seed: UInt64 = 1
  @Flag(help: "Replace the files of a folder that has them already.") var force = false

  func run() throws {
    if !force && DigitSet.isPresent(folder: output) {
      throw Failure(.cannotCreate, "\(output): holds digits already: --force replaces them")
    }
    let train = (train ?? limit ?? 60_000).value
    let test = test?.value ?? limit.map { max(1, $0.value / 10) } ?? 10_000
    try DigitSet.synthetic(count: train, seed: seed).write(folder: output, split: .train)
    try DigitSet.synthetic(count: test, seed: ~seed).write(folder: output, split: .test)
  }
}
