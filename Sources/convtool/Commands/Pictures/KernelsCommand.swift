import ArgumentParser
import ConvCore
import FeatureMaps
import Foundation
import ImageCodecs
import ImageFilters

/// The command `convtool kernels`.
struct KernelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kernels", abstract: "List the catalogue of filters, or print or draw one.",
    usage: "convtool kernels [<name>] [<parameters> ...] [--draw] [options]",
    discussion: """
      convtool kernels                          the catalogue
      convtool kernels sobel-x
      convtool kernels gabor 3 8 30 --draw -o gabor.png

      The command kernels gaussian 1.5 prints the kernel of filter --gaussian 1.5. --draw draws it with \
      its numbers, up to 15x15 or as --zoom leaves room: as written, and turned by 180 degrees as \
      convolution lays it on the picture, where that differs.
      """)

  @Argument(help: "A filter of the catalogue.") var name: String?
  @Argument(parsing: .allUnrecognized, help: "Its parameters.") var parameters: [String] = []
  @Flag(help: "Draw the kernel with its numbers: blue below zero, white at it, red above.")
  var draw = false
  @Option(help: "With --draw: the side of a cell in pixels.") var zoom: Whole<1, 400>?
  @Option(name: [.short, .long], help: "The picture's file (default: NAME.kernel.png).")
  var output: String?
  @Flag(help: "Replace the file that -o names.") var force = false
  @Flag(help: "As JSON.") var json = false

  func validate() throws {
    if name == nil && draw { throw ValidationError("--draw needs the name of a filter") }
    if output != nil && !draw { throw ValidationError("-o goes with --draw") }
    if zoom != nil && !draw { throw ValidationError("--zoom goes with --draw") }
  }

  func run() throws {
    guard let name else { return try list() }
    guard let entry = FilterCatalogue.named(name) else {
      throw Failure(.usage, "no filter '\(name)': convtool kernels lists them")
    }
    let filter =
      parameters.isEmpty
      ? try entry.filter(entry.example) : try entry.filter(text: parameters.joined(separator: ","))
    let kernels = filter.kernels
    guard !kernels.isEmpty else {
      throw Failure(.usage, "\(name) has no kernel: \(entry.summary)")
    }
    if draw {
      let words = parameters.isEmpty ? entry.example.map(NamedFilter.text) : parameters
      return try drawPicture(kernels, name, title: ([name] + words).joined(separator: " "))
    }
    if json { return print(try JSONOutput.text(record(entry, kernels))) }
    for (index, kernel) in kernels.enumerated() {
      if index > 0 { print("") }
      print("\(kernel.size), sum \(String(format: "%.6g", kernel.sum)), rank \(kernel.rankText)")
      print(kernel.text)
    }
  }

  /// The kernels, and the filters that stand beside them.
  private var listed: [FilterCatalogue.Entry] { FilterCatalogue.entries.filter(\.isListed) }

  private func list() throws {
    if json { return print(try JSONOutput.list(listed.map { record($0, nil) })) }
    let width =
      listed.map { $0.name.count + $0.parameterList.count + 2 }.max() ?? 0
    for entry in listed {
      let call = entry.parameters.isEmpty ? entry.name : "\(entry.name) \(entry.parameterList)"
      print(call.padding(toLength: width, withPad: " ", startingAt: 0) + entry.summary)
    }
  }

  /// The JSON object of a catalogue entry; kernels are included when one entry is requested.
  private struct Record: Encodable {
    let name: String
    let parameters: String
    let summary: String
    let kernels: [KernelRecord]?
  }

  private func record(_ entry: FilterCatalogue.Entry, _ kernels: [Kernel]?) -> Record {
    Record(
      name: entry.name, parameters: entry.parameterList, summary: entry.summary,
      kernels: kernels?.map(KernelRecord.init))
  }

  private func drawPicture(_ kernels: [Kernel], _ name: String, title: String) throws {
    let file = PictureFile(path: output, derived: "\(name).kernel.png", force: force)
    try file.check(for: "kernels are drawn as")
    try file.write(KernelLesson.picture(of: kernels, name: title, side: zoom?.value))
  }
}
