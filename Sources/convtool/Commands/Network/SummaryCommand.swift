import ArgumentParser
import ConvCore
import ConvNet
import ImageCodecs
import ONNX

/// The command `convtool summary`.
struct SummaryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "summary", abstract: "Print a network's layers, output shapes and parameters.",
    usage: "convtool summary [--model <model>] [options]",
    discussion: "Without --model: the network that train-mnist trains, or --network mlp.")

  @Option(help: ModelOptions.modelHelp) var model: String?
  @Option(help: ModelOptions.architectureHelp) var architecture: String?
  @OptionGroup var choice: NetworkChoice
  @Option(
    name: .customLong("input"),
    help: "The size of pictures where an .onnx model leaves it open (224x224).")
  var size: Size2D?
  @Flag(help: "As JSON.") var json = false
  @OptionGroup var resources: ResourceOptions

  func validate() throws {
    if architecture != nil && model == nil {
      throw ValidationError("--architecture goes with --model")
    }
  }

  func run() throws {
    if let model, architecture == nil, GraphStore.holds(model) {
      let runner = try GraphStore.runner(model, resources)
      let summary = try GraphStore.named(model) { () throws(ONNXError) in
        try GraphSummary(
          runner, size: size ?? Size2D(224), limit: resources.maxMemory.bytes)
      }
      return print(json ? try JSONOutput.text(summary) : summary.text)
    }
    if size != nil { throw Failure(.usage, "--input is for .onnx models") }
    let network: Network
    if let model {
      network = try ModelStore.load(model, architecture: architecture)
    } else {
      network = choice.network(seed: 0)
    }
    print(json ? try JSONOutput.text(network.layerTable) : network.summary)
  }
}
