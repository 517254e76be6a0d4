import ArgumentParser
import ConvCore
import FeatureMaps
import Foundation
import ImageCodecs
import ImageFilters

/// `convtool kernels`.
struct KernelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kernels", abstract: "List the catalogue of filters, or print or draw one.",
    discussion: "convtool kernels gaussian 1.5 prints the kernel of filter --gaussian 1.5.")

  @Argument(help: "A filter of the catalogue.") var name: String?
  @Argument(parsing: .allUnrecognized, help: "Its parameters.") var parameters: [String] = []
  @Flag(help: "Draw the kernel: blue below zero, white at it, red above.") var draw = false
  @Option(name: [.short, .long], help: "The picture's file (default: NAME.kernel.png).")
  var output: String?
  @Flag(help: "Replace the file that -o names.") var force = false
  @Flag(help: "As JSON.") var json = false

  func validate() throws {
    if name == nil && draw { throw ValidationError("--draw needs the name of a filter") }
    if output != nil && !draw { throw ValidationError("-o goes with --draw") }
  }

  func run() throws {
    guard let name else { return list() }
    guard let entry = CatalogueEntry.named(name) else {
      throw Failure(.usage, "no filter '\(name)': convtool kernels lists them")
    }
    let definition: FilterDefinition
    do throws(FilterError) {
      definition =
        parameters.isEmpty
        ? try entry.definition(entry.example)
        : try entry.definition(text: parameters.joined(separator: ","))
    } catch { throw Failure(.usage, error.description) }
    let kernels = definition.kernels
    guard !kernels.isEmpty else {
      throw Failure(.usage, "\(name) has no kernel: \(entry.summary)")
    }
    if draw { return try drawPicture(kernels, name) }
    if json { return print(jsonText(entry, kernels)) }
    for (index, kernel) in kernels.enumerated() {
      if index > 0 { print("") }
      print("\(kernel.size), sum \(String(format: "%.6g", kernel.sum)), rank \(kernel.rank)")
      print(kernel.text)
    }
  }

  private func list() {
    if json {
      print("[" + CatalogueEntry.all.map { jsonText($0, []) }.joined(separator: ",\n ") + "]")
      return
    }
    let width = CatalogueEntry.all.map { $0.name.count + $0.parameters.count + 2 }.max() ?? 0
    for entry in CatalogueEntry.all {
      let call = entry.parameters.isEmpty ? entry.name : "\(entry.name) \(entry.parameters)"
      print(call.padding(toLength: width, withPad: " ", startingAt: 0) + entry.summary)
    }
  }

  private func jsonText(_ entry: CatalogueEntry, _ kernels: [Kernel]) -> String {
    var fields: [String: Any] = [
      "name": entry.name, "parameters": entry.parameters, "summary": entry.summary,
    ]
    if !kernels.isEmpty {
      fields["kernels"] = kernels.map { kernel -> [String: Any] in
        [
          "height": kernel.size.height, "width": kernel.size.width,
          "coefficients": kernel.coefficients, "sum": kernel.sum, "rank": kernel.rank,
        ]
      }
    }
    let data = try? JSONSerialization.data(withJSONObject: fields, options: [.sortedKeys])
    return String(decoding: data ?? Data(), as: UTF8.self)
  }

  private func drawPicture(_ kernels: [Kernel], _ name: String) throws {
    let path = output ?? "\(name).kernel.png"
    if output != nil && path != "-" && !force && FileIdentity(path: path)?.isRegular == true {
      throw Failure(.cannotCreate, "\(path): exists already: --force replaces it")
    }
    if ImageFormat(fileExtension: (path as NSString).pathExtension) != .png && path != "-" {
      throw Failure(.usage, "-o \(path): kernels are drawn as PNG")
    }
    do throws(CodecError) { try Picture(of: kernels).write(to: path) } catch {
      throw Failure(error, file: path)
    }
  }
}
