import ArgumentParser
import ConvCore
import ConvNet
import FeatureMaps
import ImageCodecs
import ONNX

/// The command `convtool summary`.
struct SummaryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "summary", abstract: "Print or draw a network's layers, shapes and parameters.",
    usage:
      "convtool summary [--model <model> | --network <networks> | --layers <layers>] [options]",
    discussion: """
      convtool summary
      convtool summary --model runs/mnist-1 --draw -o network.png
      convtool summary --network cnn,mlp

      --network cnn,mlp prints the tables of both networks of train-mnist and compares their \
      parameters. --draw draws instead: stacks of maps, then columns of units.

      --layers 'conv 16 3x3 relu; batchnorm; pool 2; dense' --input 32x32x3 prints the table of a network \
      that is not trained yet, as train --layers would build it. With --input the table also has \
      the multiply-adds of a picture and the receptive field of each layer.

      \(LayersText.help)

      A receptive field 267x267 / 16 says that a value depends on 267x267 pixels, those of its \
      neighbor 16 pixels further; on several paths, on the union. Operators that are not supported \
      are listed.
      """)

  @OptionGroup var model: ModelOptions
  @Option(help: "The networks of train-mnist, one or both as cnn,mlp, not a model.")
  var network: CommaList<NetworkChoice.Kind>?
  @Option(help: "A network's layers as text, or a file of them; needs --input.")
  var layers: String?
  @Option(help: "The number of classes, for --layers (10).") var classes: Whole<1, 65_536>?
  @Option(help: "Hidden units of the mlp (default: 128).") var hidden: Whole<1, 65_536>?
  @Flag(help: "Draw the network.") var draw = false
  @Option(name: [.short, .long], help: "The drawing, a PNG (default: network.png).")
  var output: String?
  @Flag(help: "Replace the file that -o names.") var force = false
  @Option(
    name: .customLong("input"),
    help: ArgumentHelp(
      "Pictures of --layers, for the convolutions of a model, or for an .onnx model (224x224).",
      valueName: "HxWxC"))
  var input: PictureShape?
  @Flag(help: "As JSON.") var json = false
  @OptionGroup var resources: ResourceOptions

  func validate() throws {
    guard model.model == nil || network == nil else {
      throw ValidationError("--model and --network both name a network: give one of them")
    }
    guard Set(kinds).count == kinds.count else {
      throw ValidationError("--network names \(kinds[0]) twice")
    }
    if layers != nil && (network != nil || model.model != nil) {
      throw ValidationError("--layers is a network of its own: not with --model or --network")
    }
    if layers != nil && input == nil {
      throw ValidationError("--layers needs the size of pictures: --input 32x32x3")
    }
    if classes != nil && layers == nil { throw ValidationError("--classes goes with --layers") }
    if hidden != nil && !kinds.contains(.mlp) {
      throw ValidationError("--hidden is for --network mlp")
    }
    if output != nil && !draw { throw ValidationError("-o goes with --draw") }
    if json && draw { throw ValidationError("--json prints a table, --draw draws: one of them") }
  }

  private var kinds: [NetworkChoice.Kind] { network?.elements ?? [] }

  func run() throws {
    if model.graph != nil {
      if draw { throw Failure(.usage, "--draw is for .safetensors models") }
      return try printGraph()
    }
    let file = PictureFile(path: output, derived: "network.png", force: force)
    if draw { try file.check(for: "summary draws") }
    let networks = try networks()
    if draw { return try file.write(NetworkComparison(networks).drawn) }
    if networks.count > 1 {
      if input != nil { throw Failure(.usage, "--input is for one network") }
      let comparison = NetworkComparison(networks)
      return print(json ? try JSONOutput.text(comparison.record) : comparison.text)
    }
    let details = input != nil
    // A size that dense layers do not take: the table goes as far as the maps.
    if details, layers == nil, (try? sized(networks[0].network)) == nil { return try printGraph() }
    let network = try sized(networks[0].network)
    print(
      json
        ? try JSONOutput.text(network.table(details: details)) : network.summary(details: details))
  }

  /// The network for pictures of the size of `--input`.
  private func sized(_ network: Network) throws -> Network {
    guard let input, layers == nil else { return network }
    let shape = TensorShape(
      channels: input.channels ?? network.inputShape.channels, height: input.size.height,
      width: input.size.width)
    do {
      return try Network(
        inputShape: shape, stages: network.stages, classNames: network.classNames)
    } catch { throw Failure(.usage, "--input \(input.text): \(error.description)") }
  }

  private var size: Size2D? { input?.size }

  /// Prints the table of a model's nodes for one size of picture.
  private func printGraph() throws {
    if let path = model.graph, let text = try unsupported(path) { return print(text) }
    let model = try GraphModel(model, resources)
    let own = model.network.map {
      Size2D(height: $0.inputShape.height, width: $0.inputShape.width)
    }
    let isOpen = size != nil && size != own
    let (graph, omitted) = try model.graph(isOpen: isOpen)
    let runner = try model.runner(graph)
    let summary = try GraphStore.named(model.name) { () throws(ONNXError) in
      try GraphSummary(
        runner, size: size ?? own ?? Size2D(224), isOpen: isOpen,
        limit: resources.maxMemory.bytes)
    }
    print(json ? try JSONOutput.text(summary) : summary.text)
    if let first = omitted ?? summary.leftOut.first, !resources.quiet {
      Messages.note(model.name, "\(first) and what follows do not take this size: left out")
    }
  }

  /// The table of a model that holds what is not supported; `nil` for other models.
  private func unsupported(_ path: String) throws -> String? {
    let file = try GraphStore.file(path, limit: resources.maxMemory.bytes)
    do throws(ONNXError) {
      _ = try Graph(file, folder: nil)
      return nil
    } catch {
      guard error.code == .unsupported else { return nil }
      let summary = UnsupportedSummary(file, reason: error.description)
      return json ? try JSONOutput.text(summary) : summary.text
    }
  }

  private func networks() throws -> [(name: String, network: Network)] {
    if let layers, let input {
      let text = try LayersText(layers)
      return [
        ("layers", try text.network(input: input.shape, classes: classes?.value, json: json))
      ]
    }
    guard !kinds.isEmpty else {
      let model = try model.load()
      return [(model.name, model.network)]
    }
    return kinds.map { kind in
      (kind.rawValue, kind == .mlp ? .mlp(hidden: hidden?.value ?? 128, seed: 0) : .cnn(seed: 0))
    }
  }
}
