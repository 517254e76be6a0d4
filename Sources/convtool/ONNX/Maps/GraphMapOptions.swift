import ArgumentParser
import ConvCore
import ConvNet
import FeatureMaps
import Foundation
import ImageCodecs
import ONNX

/// The options for choosing and sizing maps.
struct GraphMapOptions: ParsableArguments {
  /// The size at which a model looks at a picture.
  enum Extent: String, ExpressibleByArgument, CaseIterable { case model, native }

  @Option(help: "Write only layers or tensors whose name holds this regular expression.")
  var only: String?
  @Option(help: "Draw at most so many maps of a tensor, the first ones (default: 64).")
  var maxMaps: Whole<1, 100_000>?
  @Option(
    help: """
      The size that the model looks at: its own, or native, the whole photograph as it is, as far as \
      the network is convolutional.
      """)
  var size: Extent?
  @Flag(help: "Also write the sums of layers before their activation, of models of this program.")
  var sums = false
  @Flag(help: "Write what the model sees: NAME.prepared.png in the output folder.")
  var showPrepared = false

  func validate() throws {
    if let only, (try? Regex(only)) == nil {
      throw ValidationError("--only takes a regular expression, not '\(only)'")
    }
  }

  /// Whether a name is wanted.
  func isWanted(_ name: String) -> Bool {
    guard let only, let pattern = try? Regex(only) else { return true }
    return name.firstMatch(of: pattern) != nil
  }

  /// The number of maps that are drawn of a tensor.
  var mapLimit: Int { maxMaps?.value ?? 64 }
}
