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

  /// Writes the page of a run, about the first test picture.
  static func write(
    of folder: RunFolder, _ network: Network, data: TrainingData, threads: Int
  ) throws {
    var page = ReportPage(
      network: network, modelName: name(of: folder.path), picture: data.example.luma,
      pictureName: data.digits == nil ? data.exampleName : "the first test digit",
      input: data.example)
    (page.threads, page.run) = (threads, try files(of: folder.path))
    if let digits = data.digits {
      page.digits = digits
      let kind = page.run?.isSynthetic == true ? "drawn" : "test"
      page.digitsName = "\(ReportPage.grouped(digits.count)) \(kind) digits"
    }
    if data.digits == nil, data.shown.count > 0 {
      page.pictures = ReviewedPictures(
        data.test, shape: data.example.shape, limit: ReportPage.pictureLimit(network),
        picture: data.shown.image)
      page.digitsName = "\(ReportPage.grouped(data.shown.count)) test pictures"
    }
    try fitted(page, to: folder.file("report.html"))
  }

  /// Writes a page.
  ///
  /// One that would be too large shows fewer maps of each layer, then no test pictures. A page that
  /// is still too large is left out with a note, because the training is done.
  private static func fitted(_ page: ReportPage, to path: String) throws {
    var page = page
    while true {
      do { return try write(page, to: path) } catch let failure as Failure
        where failure.code == .overLimit
      {
        if page.mostMaps > 1 {
          page.mostMaps /= 2
        } else if page.pictures != nil {
          page.pictures = nil
        } else {
          return Messages.whenDone("note: no report.html: \(failure.message ?? "too large")")
        }
      }
    }
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
