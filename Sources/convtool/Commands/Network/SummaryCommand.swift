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
    usage: "convtool summary [--model <model> | --network <networks>] [options]",
    discussion: """
      --network cnn,mlp prints the tables of both networks of train-mnist and compares their \
      parameters. --draw draws instead: stacks of maps, then columns of units.
      """)

  @OptionGroup var model: ModelOptions
  @Option(help: "The networks of train-mnist, one or both as cnn,mlp, not a model.")
  var network: CommaList<NetworkChoice.Kind>?
  @Option(help: "Hidden units of the mlp.") var hidden: Whole<1, 65_536> = 128
  @Flag(help: "Draw the network.") var draw = false
  @Option(name: [.short, .long], help: "The drawing, a PNG (default: network.png).")
  var output: String?
  @Flag(help: "Replace the file that -o names.") var force = false
  @Option(
    name: .customLong("input"),
    help: "The size of pictures where an .onnx model leaves it open (224x224).")
  var size: Size2D?
  @Flag(help: "As JSON.") var json = false
  @OptionGroup var resources: ResourceOptions

  func validate() throws {
    guard model.model == nil || network == nil else {
      throw ValidationError("--model and --network both name a network: give one of them")
    }
    guard Set(kinds).count == kinds.count else {
      throw ValidationError("--network names \(kinds[0]) twice")
    }
    if output != nil && !draw { throw ValidationError("-o goes with --draw") }
    if json && draw { throw ValidationError("--json prints a table, --draw draws: one of them") }
  }

  private var kinds: [NetworkChoice.Kind] { network?.elements ?? [] }

  func run() throws {
    if let graph = model.graph {
      if draw { throw Failure(.usage, "--draw is for .safetensors models") }
      let runner = try GraphStore.runner(graph, resources)
      let summary = try GraphStore.named(graph) { () throws(ONNXError) in
        try GraphSummary(runner, size: size ?? Size2D(224), limit: resources.maxMemory.bytes)
      }
      return print(json ? try JSONOutput.text(summary) : summary.text)
    }
    if size != nil { throw Failure(.usage, "--input is for .onnx models") }
    let file = PictureFile(path: output, derived: "network.png", force: force)
    if draw { try file.check(for: "summary draws") }
    let networks = try networks()
    if draw { return try file.write(NetworkComparison(networks).drawn) }
    if networks.count > 1 {
      let comparison = NetworkComparison(networks)
      return print(json ? try JSONOutput.text(comparison.record) : comparison.text)
    }
    let network = networks[0].network
    print(json ? try JSONOutput.text(network.layerTable) : network.summary)
  }

  private func networks() throws -> [(name: String, network: Network)] {
    guard !kinds.isEmpty else {
      let model = try model.load()
      return [(model.name, model.network)]
    }
    return kinds.map { kind in
      (kind.rawValue, kind == .mlp ? .mlp(hidden: hidden.value, seed: 0) : .cnn(seed: 0))
    }
  }
}
