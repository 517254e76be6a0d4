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

      Of an .onnx model, every tensor of three or four dimensions is written, named by its node: \
      007-layer1.0.conv1.png. Any picture will do; a note says how it was prepared.
      """, aliases: ["maps"])

  @Argument(help: "A picture of a digit, prepared as predict does; for .onnx models any picture.")
  var image: String
  @OptionGroup var arrays: ArrayOptions
  @OptionGroup var model: ModelOptions
  @Option(name: [.short, .long], help: "The folder to write to.") var output: String
  @OptionGroup var maps: MapOptions
  @OptionGroup var graphs: GraphMapOptions
  @OptionGroup var preparation: PreparationOptions
  @OptionGroup var resources: ResourceOptions

  func run() throws {
    if let graph = model.graph {
      return try graphs.write(
        image, graph, model, to: output, maps, preparation, arrays: arrays, resources)
    }
    if let option = graphs.given ?? preparation.given {
      throw Failure(.usage, "\(option) is for .onnx models")
    }
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
