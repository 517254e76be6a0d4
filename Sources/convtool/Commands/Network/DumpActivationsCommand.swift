import ArgumentParser
import ConvNet
import FeatureMaps
import ImageCodecs
import ImageFilters

/// The command `convtool dump-activations`.
struct DumpActivationsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dump-activations", abstract: "Write what every layer answers to a picture.",
    usage: "convtool dump-activations <image> [--model <model>] --output <folder> [options]",
    discussion: """
      Each layer becomes a sheet, 01-conv2d_1.png, and a picture a map, 01-conv2d_1/00.png. \
      overview.png shows all layers and the prediction; index.json says the scales and names dead \
      maps. Maps of convolutions are shown after their \
      activation, the last layer as probabilities.
      """, aliases: ["maps"])

  @Argument(help: "A picture of a digit, prepared as predict does.") var image: String
  @OptionGroup var arrays: ArrayOptions
  @OptionGroup var model: ModelOptions
  @Option(name: [.short, .long], help: "The folder to write to.") var output: String
  @OptionGroup var maps: MapOptions

  func run() throws {
    let model = try model.load()
    let network = model.network
    try maps.requireNew(output)
    let input = try NetworkInput.read(image, for: network, arrays: arrays)
    let workspace = NetworkInput.run(input, through: network)
    try ModelStore.requireFinite(workspace.output.image(0), of: model.name)
    try ModelStore.fill(output) {
      try ActivationDump.write(
        network, workspace, to: output, renderer: maps.renderer(.map),
        name: FileName.printable(FilePath.name(image)), arrays: maps.npy)
    }
  }
}
