import ArgumentParser
import ConvNet

/// The options that choose the network to build.
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
