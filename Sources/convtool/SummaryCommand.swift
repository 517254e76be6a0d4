import ArgumentParser
import ConvNet

/// `convtool summary`.
struct SummaryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "summary", abstract: "Print a network's layers, output shapes and parameters.",
    discussion: "Without --model: the network that train-mnist trains, or --network mlp.")

  @Option(help: "A model file, model.safetensors of a run.") var model: String?
  @OptionGroup var choice: NetworkChoice
  @Flag(help: "As JSON.") var json = false

  func run() throws {
    let network: Network
    if let model {
      try Models.require(model)
      network = try Models.load(model)
    } else {
      network = try choice.network(seed: 0)
    }
    print(json ? network.summaryJSON : network.summary)
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
