import ArgumentParser
import ConvCore
import FeatureMaps
import Foundation
import ImageCodecs
import ImageFilters

/// The options that choose the filter and the filters after it.
struct FilterSelectionOptions: ParsableArguments {
  @Flag(exclusivity: .exclusive) var plain: PlainFilter?

  @Option(parsing: .unconditional, help: help("gaussian")) var gaussian: String?
  @Option(parsing: .unconditional, help: help("box")) var box: String?
  @Option(parsing: .unconditional, help: help("motion")) var motion: String?
  @Option(parsing: .unconditional, help: help("binomial")) var binomial: String?
  @Option(parsing: .unconditional, help: help("unsharp")) var unsharp: String?
  @Option(parsing: .unconditional, help: help("log")) var log: String?
  @Option(parsing: .unconditional, help: help("dog")) var dog: String?
  @Option(parsing: .unconditional, help: help("gabor")) var gabor: String?
  @Option(parsing: .unconditional, help: help("canny")) var canny: String?
  @Option(parsing: .unconditional, help: help("median")) var median: String?
  @Option(parsing: .unconditional, help: help("bilateral")) var bilateral: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      '0 1 0; 1 -4 1; 0 1 0' or [[0,1,0],[1,-4,1],[0,1,0]] (decimal numbers, fractions such as \
      1/9), or a file of text or NPY, told apart by content; - is standard input. In text of \
      several lines a line is a row, and semicolons part columns as commas, tabs and blanks do. A \
      3-D NPY of HxWxC spans the picture's depth and gives one map.
      """, valueName: "kernel"))
  var kernel: String?

  @Option(
    help: ArgumentHelp(
      """
      An .npy of NxHxWxC kernels that span the picture's depth: N maps, stacked in NPY output, on \
      a contact sheet otherwise.
      """, valueName: "file"))
  var bank: String?

  @Option(
    help: ArgumentHelp(
      """
      A model file or the folder of a run: with --layer and --unit, a learned filter; the model's input scaling and the \
      unit's bias apply. --view auto is stretch here.
      """, valueName: "file"))
  var model: String?

  @Option(help: ModelOptions.architectureHelp)
  var architecture: String?

  @Option(help: "A convolutional layer of the model.")
  var layer: String?

  @Option(help: "A unit of the layer, counted from 0.")
  var unit: Int?

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "One more filter in the same pass, repeatable.", valueName: "'name params'"))
  var then: [String] = []

  private static func help(_ name: String) -> ArgumentHelp {
    guard let entry = FilterCatalogue.named(name) else { return "" }
    let ranges = entry.parameters.map { "\($0.name) \($0.allowed)" }.joined(separator: ", ")
    return ArgumentHelp(
      "\(entry.summary) (\(ranges)).", valueName: entry.parameterList.lowercased())
  }

  /// The options with parameters, by their names in the catalogue.
  private var parametrised: [(name: String, text: String)] {
    [
      ("gaussian", gaussian), ("box", box), ("motion", motion), ("binomial", binomial),
      ("unsharp", unsharp), ("log", log), ("dog", dog), ("gabor", gabor), ("canny", canny),
      ("median", median), ("bilateral", bilateral), ("kernel", kernel), ("bank", bank),
      ("model", model),
    ].compactMap { name, text in text.map { (name, $0) } }
  }

  func validate() throws {
    let names = (plain.map { [$0.name] } ?? []) + parametrised.map(\.name)
    guard names.count <= 1 else {
      throw ValidationError(
        "one filter at a time, not --\(names.joined(separator: " and --")): chain with --then")
    }
    if model == nil && (layer != nil || unit != nil) {
      throw ValidationError("--layer and --unit go with --model")
    }
    if model == nil && architecture != nil {
      throw ValidationError("--architecture goes with --model")
    }
  }

  /// Whether a filter was chosen.
  var hasFilter: Bool { plain != nil || !parametrised.isEmpty }

  /// Whether a kernel is read from standard input.
  var readsStandardInput: Bool { kernel == "-" || bank == "-" || then.contains("kernel -") }

  /// The layers up to a learned filter; `nil` when none was requested.
  func learned() throws -> [NamedFilter]? {
    guard let model else { return nil }
    guard let layer, let unit else {
      throw Failure(.usage, "--model goes with --layer and --unit")
    }
    for path in [model] + (architecture.map { [$0] } ?? []) { try ModelStore.require(path) }
    let network = try ModelStore.load(model, architecture: architecture)
    return try LearnedFilter(network, layer: layer, unit: unit).steps.map {
      NamedFilter(name: $0.name, filter: $0.filter)
    }
  }

  /// The first filter.
  func chosen() throws -> NamedFilter {
    if let plain { return try NamedFilter.named(plain.name, parameters: "") }
    guard let first = parametrised.first else {
      throw Failure(
        .usage, "which filter? For instance --laplacian; convtool kernels lists them")
    }
    return try NamedFilter.named(first.name, parameters: first.text)
  }

  /// The filters of `--then`.
  func following() throws -> [NamedFilter] {
    try then.map { text in
      let name = text.prefix { $0 != " " }
      let rest = text.dropFirst(name.count).trimmingCharacters(in: .whitespaces)
      return try NamedFilter.named(String(name), parameters: rest)
    }
  }
}
