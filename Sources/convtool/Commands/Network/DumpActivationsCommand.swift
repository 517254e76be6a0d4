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
      convtool dump-activations samples/digits/7.png -o maps/
      convtool maps --model resnet18.onnx photo.jpg -o maps/

      Each layer becomes a sheet, 01-conv2d_1.png, and a picture a map, 01-conv2d_1/00.png. \
      overview.png shows all layers and the prediction; index.json says the scales and names dead \
      maps. Maps of convolutions are shown after their \
      activation, the last layer as probabilities.

      A digit is prepared as predict does. With --preprocess picture the model looks at a \
      photograph as it is, at its own size, as far as it is convolutional: layers that need a fixed \
      size are left out, with a note. The maps equal filter --model M --layer L --unit K --border \
      valid --then relu; --sums adds those before the activation.

      Of an .onnx model of another program, every tensor of three or four dimensions is written, \
      named by its node: 007-layer1.0.conv1.png. Any picture will do; a note says how it was \
      prepared. Maps longer than 1200 pixels are drawn as means of squares; .npy holds all values.
      """, aliases: ["maps"])

  @Argument(help: "A picture of a digit; with --preprocess, or for .onnx models, any picture.")
  var image: String
  @OptionGroup var arrays: ArrayOptions
  @OptionGroup var model: ModelOptions
  @Option(name: [.short, .long], help: "The folder to write to.") var output: String
  @OptionGroup var maps: MapOptions
  @OptionGroup var graphs: GraphMapOptions
  @OptionGroup var preparation: PreparationOptions
  @OptionGroup var resources: ResourceOptions

  func run() throws {
    if model.graph != nil || preparation.isGeneral || graphs.size == .native {
      return try GraphMaps(
        model: try GraphModel(model, resources), options: graphs, maps: maps,
        preparation: preparation, arrays: arrays, resources: resources
      ).write(image, to: output)
    }
    let model = try model.load()
    let network = model.network
    try maps.requireNew(output)
    if graphs.only != nil, !network.stages.contains(where: { graphs.isWanted($0.name) }) {
      throw Failure(.usage, "no layer has a name with '\(graphs.only ?? "")' in it")
    }
    let input = try NetworkInput.read(image, for: network, arrays: arrays)
    let workspace = try NetworkInput.run(input, through: network)
    try ModelStore.requireFinite(workspace.output.image(0), of: model.name)
    try ModelStore.fill(output) {
      try ActivationDump.write(
        network, workspace, to: output, renderer: maps.renderer(.map),
        name: FileName.printable(FilePath.name(image)), arrays: maps.npy,
        mapLimit: graphs.maxMaps?.value ?? .max, isWanted: graphs.isWanted)
      if graphs.showPrepared {
        let stem = image == "-" ? "stdin" : FilePath.stem(image)
        try Canvas(pixels: input).write(to: "\(output)/\(stem).prepared.png")
      }
    }
  }
}
