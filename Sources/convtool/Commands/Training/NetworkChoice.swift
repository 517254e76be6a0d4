import ArgumentParser
import ConvNet

/// The options that choose the network to build.
struct NetworkChoice: ParsableArguments {
  enum Kind: String, ExpressibleByArgument, CaseIterable { case cnn, mlp }

  @Option(help: "cnn, the slides' network, or mlp: 784, hidden units, 10.") var network = Kind.cnn
  @Option(help: "Hidden units of the mlp (default: 128).") var hidden: Whole<1, 65_536>?

  func validate() throws {
    if hidden != nil && network != .mlp {
      throw ValidationError(
        "--hidden is for --network mlp: the \(network.rawValue) has no such units")
    }
  }

  /// The hidden units of the mlp.
  var hiddenUnits: Int { hidden?.value ?? 128 }

  func network(seed: UInt64) -> Network {
    switch network {
    case .cnn: .cnn(seed: seed)
    case .mlp: .mlp(hidden: hiddenUnits, seed: seed)
    }
  }
}
