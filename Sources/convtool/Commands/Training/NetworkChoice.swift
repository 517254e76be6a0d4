import ArgumentParser
import ConvNet

/// The options that choose the network to build.
struct NetworkChoice: ParsableArguments {
  enum Kind: String, ExpressibleByArgument, CaseIterable { case cnn, mlp }

  @Option(help: "cnn, the slides' network, or mlp: 784, hidden units, 10.") var network = Kind.cnn
  @Option(help: "Hidden units of the mlp.") var hidden: Whole<1, 65_536> = 128

  func network(seed: UInt64) -> Network {
    switch network {
    case .cnn: .cnn(seed: seed)
    case .mlp: .mlp(hidden: hidden.value, seed: seed)
    }
  }
}
