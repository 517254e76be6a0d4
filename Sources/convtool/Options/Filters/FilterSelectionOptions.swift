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
  @Option(parsing: .unconditional, help: help("erosion")) var erosion: String?
  @Option(parsing: .unconditional, help: help("dilation")) var dilation: String?
  @Option(parsing: .unconditional, help: help("opening")) var opening: String?
  @Option(parsing: .unconditional, help: help("closing")) var closing: String?
  @Option(parsing: .unconditional, help: help("tophat")) var tophat: String?
  @Option(parsing: .unconditional, help: help("blackhat")) var blackhat: String?
  @Option(parsing: .unconditional, help: help("morphological-gradient")) var morphologicalGradient:
    String?
  @Option(parsing: .unconditional, help: help("rank")) var rank: String?
  @Option(parsing: .unconditional, help: help("deviation")) var deviation: String?
  @Option(parsing: .unconditional, help: help("variance")) var variance: String?
  @Option(parsing: .unconditional, help: help("local-normalize")) var localNormalize: String?
  @Option(parsing: .unconditional, help: help("threshold")) var threshold: String?
  @Option(parsing: .unconditional, help: help("adaptive")) var adaptive: String?
  @Option(parsing: .unconditional, help: help("sauvola")) var sauvola: String?
  @Option(parsing: .unconditional, help: help("guided")) var guided: String?
  @Option(parsing: .unconditional, help: help("gabor-energy")) var gaborEnergy: String?

  @Option(
    help: ArgumentHelp(
      """
      Of erosion to morphological-gradient: square, disk, cross, or a matrix of 0 and 1, as text or \
      as a file like that of --kernel, with its own size (default: square). Its middle, \
      height/2,width/2 rounded down, lies on the pixel; dilation turns it by 180 degrees.
      """, valueName: "element"))
  var element: String?

  @OptionGroup var deconvolution: DeconvolutionOptions

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
      Several filters: 'sobel-x; laplacian; gaussian 1', a text file with a filter of the catalogue \
      or a kernel on each line (NAME: before it names its map), or an .npy of NxHxWxC kernels that \
      span the picture's depth. N maps, HxWxN in NPY output, on a labelled sheet otherwise. Filters \
      by name run on the gray picture.
      """, valueName: "filters"))
  var bank: String?

  @Option(
    help: ArgumentHelp(
      """
      A model file or the folder of a run: with --layer and --unit, a learned filter; the model's \
      input scaling and the unit's bias apply. --view auto is stretch here, diverging on a sheet. \
      Without it: the newest run below runs/, else the sample model.
      """, valueName: "file"))
  var model: String?

  @Option(help: ModelOptions.architectureHelp)
  var architecture: String?

  @Option(help: "A convolutional layer of the model.")
  var layer: String?

  @Option(
    help: """
      A unit of the layer, counted from 0; all, 0,3,7 or 0-15 give the maps of several, as --bank \
      does.
      """)
  var unit: UnitSelection?

  @Option(help: "On a sheet: side of the square that a value becomes (default: 1600 pixels wide).")
  var zoom: Whole<1, 100>?

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
      ("median", median), ("bilateral", bilateral),
      ("erosion", erosion), ("dilation", dilation), ("opening", opening),
      ("closing", closing), ("tophat", tophat), ("blackhat", blackhat),
      ("morphological-gradient", morphologicalGradient), ("rank", rank), ("deviation", deviation),
      ("variance", variance), ("local-normalize", localNormalize), ("threshold", threshold),
      ("adaptive", adaptive), ("sauvola", sauvola), ("guided", guided),
      ("gabor-energy", gaborEnergy),
      ("deconvolve", deconvolution.deconvolve), ("kernel", kernel), ("bank", bank),
      ("model", model ?? (layer != nil || unit != nil ? "" : nil)),
    ].compactMap { name, text in text.map { (name, $0) } }
  }

  func validate() throws {
    let names = (plain.map { [$0.name] } ?? []) + parametrised.map(\.name)
    if let dilation, names.count > 1, names != ["dilation"] {
      let other = names.first { $0 != "dilation" } ?? ""
      throw ValidationError(
        "--dilation is the largest value of a window: --then 'dilation \(dilation)' does that after "
          + "--\(other), and --dilate \(dilation) spaces the cells of a kernel")
    }
    guard names.count <= 1 else {
      throw ValidationError(
        "one filter at a time, not --\(names.joined(separator: " and --")): chain with --then")
    }
    if element != nil && !takesElement {
      throw ValidationError(
        "--element goes with gray morphology: --erosion, --dilation, --opening, --closing, --tophat, "
          + "--blackhat or --morphological-gradient")
    }
    if zoom != nil && bank == nil && unit?.isSingle != false {
      throw ValidationError("--zoom is for sheets: --bank, or --unit with several units")
    }
    if model == nil && architecture != nil {
      throw ValidationError("--architecture goes with --model")
    }
  }

  /// Whether a filter of the call has an element.
  private var takesElement: Bool {
    let names =
      parametrised.map(\.name) + then.map { String($0.prefix { $0 != " " }) }
    return bank != nil
      || names.contains { MorphologyFilter.Operation(rawValue: $0) != nil }
  }

  /// Whether a filter was chosen.
  var hasFilter: Bool { plain != nil || !parametrised.isEmpty }

  /// Whether a kernel is read from standard input.
  var readsStandardInput: Bool {
    kernel == "-" || bank == "-" || deconvolution.deconvolve == "-" || element == "-"
      || then.contains("kernel -")
  }

  /// The layers up to one learned filter; `nil` when none was requested.
  ///
  /// - Throws: ``Failure`` with 64 when several units are requested.
  func learned(quiet: Bool = false) throws -> [NamedFilter]? {
    if let unit, !unit.isSingle {
      throw Failure(.usage, "--unit takes one number here, not '\(unit.text)'")
    }
    return try learnedUnits(quiet: quiet)?.filters
  }

  /// Reads the layers up to learned filters.
  ///
  /// - Parameter quiet: Whether the note about a default model is left out.
  /// - Returns: The filters of the units and of the layers before them; `nil` when none was
  ///   requested.
  /// - Throws: ``Failure`` with 64 when an option is missing or there is no such layer or unit,
  ///   with other codes when the model cannot be loaded.
  func learnedUnits(quiet: Bool) throws -> LearnedUnits? {
    guard model != nil || layer != nil || unit != nil else { return nil }
    guard let layer, let unit else {
      throw Failure(.usage, "--model goes with --layer and --unit")
    }
    let model = try LoadedModel(model, architecture: architecture, quiet: quiet)
    return try LearnedUnits(model.network, layer: layer, selection: unit)
  }

  /// The filters whose maps lie side by side; `nil` for one picture.
  func mapBank(_ learned: LearnedUnits?) throws -> (bank: MapBank, label: String)? {
    if let learned { return learned.bank(zoom: zoom?.value).map { ($0, learned.label) } }
    guard let bank else { return nil }
    let source = try BankSource(bank)
    return (MapBank(content: source.content, title: source.title, zoom: zoom?.value), source.label)
  }

  /// The first filter.
  func chosen() throws -> NamedFilter {
    if let plain { return try NamedFilter.named(plain.name, parameters: "") }
    if let filter = try deconvolution.filter() { return filter }
    guard let first = parametrised.first else {
      throw Failure(
        .usage, "which filter? For instance --laplacian; convtool kernels lists them")
    }
    return try NamedFilter.named(
      first.name, parameters: first.text, element: element.map(ElementSource.init))
  }

  /// The values of the parameters of the first filter; none for filters that are not of the catalogue.
  func values(of name: String) throws -> [Double] {
    guard let entry = FilterCatalogue.named(name),
      let text = parametrised.first(where: { $0.name == name })?.text
    else { return [] }
    return try entry.values(text: text)
  }

  /// The filters of `--then`.
  func following() throws -> [NamedFilter] {
    try then.map { text in
      let name = text.prefix { $0 != " " }
      let rest = text.dropFirst(name.count).trimmingCharacters(in: .whitespaces)
      return try NamedFilter.named(
        String(name), parameters: rest, element: element.map(ElementSource.init))
    }
  }
}
