import ArgumentParser
import ConvCore
import ConvNet
import Digits
import Foundation
import ImageCodecs

/// The options that choose the source of digits.
struct DataOptions: ParsableArguments {
  @Option(
    help: """
      A folder with the four IDX files, plain or .gz, under the names that archives give them. \
      Without it: CONVTOOL_MNIST, then the cache, else they are downloaded.
      """)
  var data: String?

  /// Loads a split of MNIST; downloads MNIST when no copy is found.
  func load(_ split: DigitSet.Split, quiet: Bool) throws -> DigitSet {
    try DigitSet.load(folder: try folder(quiet: quiet), split: split)
  }

  /// Loads the test digits when a copy of MNIST is at hand; `nil` without one.
  func testDigitsAtHand() throws -> DigitSet? {
    let environment = ProcessInfo.processInfo.environment["CONVTOOL_MNIST"] ?? ""
    let named = data ?? (environment.isEmpty ? nil : environment)
    let cache = MNISTDownload().folder
    guard let folder = named ?? (DigitSet.isPresent(folder: cache) ? cache : nil) else {
      return nil
    }
    return try DigitSet.load(folder: folder, split: .test)
  }

  private func folder(quiet: Bool) throws -> String {
    let environment = ProcessInfo.processInfo.environment["CONVTOOL_MNIST"] ?? ""
    if let named = data ?? (environment.isEmpty ? nil : environment) { return named }
    let download = MNISTDownload()
    if DigitSet.isPresent(folder: download.folder) { return download.folder }
    let progress = ProgressReport(
      "downloading MNIST", total: 100, unit: "percent", quiet: quiet)
    defer { progress.finish() }
    try download.run { progress.update(100 * $0.bytesDone / max(1, $0.bytesTotal)) }
    return download.folder
  }
}
