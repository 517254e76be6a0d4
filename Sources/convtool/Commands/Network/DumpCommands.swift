import ArgumentParser
import ConvNet
import FeatureMaps
import ImageCodecs
import ImageFilters

/// How maps become pictures.
struct MapOptions: ParsableArguments {
  @Option(
    help: """
      map: each on its own range; layer: one range for all of a layer; A:B: from A to B (default: \
      map for activations, layer for filters).
      """)
  var scale: String?
  @Option(help: "Side of the square that a value becomes (default: tiles of about 100 pixels).")
  var zoom: Int?
  @Option(help: "viridis, gray or diverging.") var colormap: String?
  @Flag(help: "Also write the numbers as .npy.") var npy = false
  @Flag(help: "Write into a folder that exists already.") var force = false

  func validate() throws {
    if let scale, MapScale(scale) == nil {
      throw ValidationError("--scale takes map, layer or A:B, not '\(scale)'")
    }
    if let zoom, !(1...100).contains(zoom) {
      throw ValidationError("--zoom takes 1...100, not \(zoom)")
    }
    if let colormap, ColorMap(rawValue: colormap) == nil {
      let names = ColorMap.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--colormap takes one of \(names), not '\(colormap)'")
    }
  }

  /// - Parameter scale: What is meant where no scale is named.
  func renderer(_ scale: MapScale) -> MapRenderer {
    MapRenderer(
      scale: self.scale.flatMap(MapScale.init) ?? scale, zoom: zoom,
      colorMap: colormap.flatMap { ColorMap(rawValue: $0) })
  }

  /// Refuses a folder with something in it.
  func requireNew(_ folder: String) throws {
    if !force && FileIdentity(path: "\(folder)/index.json") != nil {
      throw Failure(.cannotCreate, "\(folder): holds maps already: --force replaces them")
    }
  }
}

/// `convtool dump-activations`.
struct DumpActivationsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dump-activations", abstract: "Write what every layer answers to a picture.",
    usage: "convtool dump-activations <image> --model <model> --output <folder> [options]",
    discussion: """
      Each layer becomes a sheet, 01-conv2d_1.png, and a picture a map, 01-conv2d_1/00.png. \
      index.json says the scales and names dead maps. Maps of convolutions are shown after their \
      activation, the last layer as probabilities.
      """)

  @Argument(help: "A picture of a digit, prepared as predict does.") var image: String
  @OptionGroup var arrays: ArrayOptions
  @OptionGroup var model: ModelOptions
  @Option(name: [.short, .long], help: "The folder to write to.") var output: String
  @OptionGroup var maps: MapOptions

  func run() throws {
    let network = try model.load()
    try maps.requireNew(output)
    let input = try NetworkInput.read(image, for: network, arrays: arrays)
    let workspace = NetworkInput.run(input, through: network)
    try Models.requireFinite(workspace.output.image(0), of: model.model)
    try MapDumps.activations(
      network, workspace, to: output, renderer: maps.renderer(.map), arrays: maps.npy)
  }
}

/// `convtool dump-filters`.
struct DumpFiltersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dump-filters", abstract: "Write the weights of every layer as pictures.",
    usage: "convtool dump-filters --model <model> --output <folder> [options]",
    discussion: """
      Pictures show weights as the layer applies them, a correlation; zero is white. With --npy \
      each convolution's filters are written as kernels in convolution orientation: \
      01-conv2d_1.npy for filter --bank, 01-conv2d_1/00.npy for filter --kernel.
      """)

  @OptionGroup var model: ModelOptions
  @Option(name: [.short, .long], help: "The folder to write to.") var output: String
  @OptionGroup var maps: MapOptions

  func run() throws {
    let network = try model.load()
    try maps.requireNew(output)
    try MapDumps.filters(
      network, to: output, renderer: maps.renderer(.layer), arrays: maps.npy)
  }
}
