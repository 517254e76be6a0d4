import ArgumentParser
import ConvCore
import ConvNet
import Digits
import Foundation
import ImageCodecs
import Report

/// Writes pages, and reads what a run's folder says for them.
enum RunReport {
  /// The history and the record of a run; `nil` when the model is not the folder of a run.
  static func files(of model: String) throws -> ReportRun? {
    guard Files.isFolder(model) else { return nil }
    func text(_ name: String) throws -> String {
      let path = "\(model)/\(name)"
      guard Files.exists(path), let data = try WholeFile.contents(path) else { return "" }
      return String(decoding: data, as: UTF8.self)
    }
    return ReportRun(history: try text("history.csv"), record: try text("run.json"))
  }

  /// Writes the page of a run, about the first test digit.
  static func write(
    of folder: RunFolder, _ network: Network, test: DigitSet, threads: Int
  ) throws {
    guard network.readsDigits, test.count > 0 else { return }
    let example = Image(
      shape: ImageShape(height: test.height, width: test.width, channels: 1),
      samples: test.image(0).map { Float($0) })
    var page = ReportPage(
      network: network, modelName: name(of: folder.path), picture: example,
      pictureName: "the first test digit", input: example)
    (page.threads, page.run) = (threads, try files(of: folder.path))
    page.digits = test
    let kind = page.run?.isSynthetic == true ? "drawn" : "test"
    page.digitsName = "\(ReportPage.grouped(test.count)) \(kind) digits"
    try write(page, to: folder.file("report.html"))
  }

  /// The last part of a path, as people see it.
  static func name(of path: String) -> String {
    FileName.printable(FilePath.name(path))
  }

  /// Writes a page; the file is complete or absent.
  static func write(_ page: ReportPage, to path: String) throws {
    if path == "-" { try StandardStreams.requireNoTerminal() }
    var page = page
    page.limitDigits()
    page.generator = "convtool \(ConvTool.configuration.version)"
    page.command =
      "convtool report \(CommandText.quoted(page.pictureName)) --model "
      + "\(CommandText.quoted(page.modelName)) -o page.html"
    try ModelStore.write(try about(path) { try page.bytes() }, to: path)
  }
}
