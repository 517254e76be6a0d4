import ArgumentParser
import ConvCore
import Digits
import ImageCodecs

/// The command `convtool make-digits`.
struct MakeDigitsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "make-digits",
    abstract: "Draw digits and write them as the four IDX files of MNIST, or as pictures.",
    usage: "convtool make-digits --output <folder> [options]",
    discussion: """
      convtool make-digits -o digits/ --limit 1000 --seed 2
      convtool make-digits --pictures --limit 1000 -o digits/     PNG files in train/0/ to test/9/
      convtool train --data digits/ -o runs/digits
      """)

  typealias Count = Whole<1, 10_000_000>

  @Option(name: [.short, .long], help: "The folder to write to.") var output: String
  @Option(help: "Images of the training set (default: 60000).") var train: Count?
  @Option(help: "Images of the test set (default: 10000).") var test: Count?
  @Option(
    help: "So many training images and a tenth as many test images, where these are not named.")
  var limit: Count?
  @Option(help: "The same seed draws the same digits.") var seed: UInt64 = 1
  @Flag(help: "Write PNG files in class folders, train/0/ to test/9/, which train takes.")
  var pictures = false
  @Flag(help: "Replace the files of a folder that has them already.") var force = false

  func run() throws {
    let isThere =
      pictures
      ? Files.exists("\(output)/train") || Files.exists("\(output)/test")
      : DigitSet.isPresent(folder: output)
    if !force && isThere {
      throw Failure(.cannotCreate, "\(output): holds digits already: --force replaces them")
    }
    let train = (train ?? limit ?? 60_000).value
    let test = test?.value ?? limit.map { max(1, $0.value / 10) } ?? 10_000
    let sets: [(split: DigitSet.Split, set: DigitSet)] = [
      (.train, DigitSet.synthetic(count: train, seed: seed)),
      (.test, DigitSet.synthetic(count: test, seed: ~seed)),
    ]
    for (split, set) in sets {
      if pictures {
        try MakeDigitsCommand.write(set, to: "\(output)/\(split.rawValue)")
      } else {
        try set.write(folder: output, split: split)
      }
    }
  }

  /// Writes a set as PNG files in folders named by the digits.
  private static func write(_ set: DigitSet, to folder: String) throws {
    let shape = ImageShape(height: set.height, width: set.width, channels: 1)
    let info = ImageInfo(format: .png, shape: shape, sampleType: .uint8, hasAlpha: false)
    for digit in 0...9 {
      try about(folder) { try Files.makeFolder("\(folder)/\(digit)") }
    }
    for index in 0..<set.count {
      let number = String(index + 1)
      let name = String(repeating: "0", count: max(0, 5 - number.count)) + number
      let path = "\(folder)/\(set.labels[index])/\(name).png"
      try about(path) { try OutputFile.write(.uint8(Array(set.image(index))), info, to: path) }
    }
  }
}
