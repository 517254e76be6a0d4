import ArgumentParser
import ConvNet
import ImageCodecs

/// The command `convtool summary`.
struct SummaryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "summary", abstract: "Print a network's layers, output shapes and parameters.",
    usage: "convtool summary [--model <model>] [options]",
    discussion: "Without --model: the network that train-mnist trains, or --network mlp.")

  @Option(help: ModelOptions.modelHelp) var model: String?
  @Option(help: ModelOptions.architectureHelp) var architecture: String?
  @OptionGroup var choice: NetworkChoice
  @Flag(help: "As JSON.") var json = false

  func validate() throws {
    if architecture != nil && model == nil {
      throw ValidationError("--architecture goes with --model")
    }
  }

  func run() throws {
    let network: Network
    if let model {
      network = try ModelStore.load(model, architecture: architecture)
    } else {
      network = choice.network(seed: 0)
    }
    print(json ? try JSONOutput.text(network.layerTable) : network.summary)
  }
}
