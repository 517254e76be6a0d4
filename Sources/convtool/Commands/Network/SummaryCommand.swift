import ArgumentParser
import ConvNet

/// `convtool summary`.
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
      network = try Models.load(model, architecture: architecture)
    } else {
      network = try choice.network(seed: 0)
    }
    print(json ? try JSONOutput.text(network.layerTable) : network.summary)
  }
}

/// Which network is built.
struct NetworkChoice: ParsableArguments {
  @Option(help: "cnn, the slides' network, or mlp: 784, hidden units, 10.") var network = "cnn"
  @Option(help: "Hidden units of the mlp.") var hidden = 128

  func validate() throws {
    guard ["cnn", "mlp"].contains(network) else {
      throw ValidationError("--network takes cnn or mlp, not '\(network)'")
    }
    guard (1...65536).contains(hidden) else {
      throw ValidationError("--hidden takes 1...65536, not \(hidden)")
    }
  }

  func network(seed: UInt64) throws -> Network {
    network == "mlp" ? .mlp(hidden: hidden, seed: seed) : .cnn(seed: seed)
  }
}
