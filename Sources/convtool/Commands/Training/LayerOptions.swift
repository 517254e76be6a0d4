import ArgumentParser
import ConvNet

/// The option that chooses the layers of a network.
struct LayerOptions: ParsableArguments {
  @Option(
    help: """
      The layers, parted by semicolons, or a file of them; the last dense layer gets an output for \
      each class (default: two convolutions of 16 and 32 filters with batchnorm and pool 2 each, and \
      dense).
      """)
  var layers: String?

  /// The layers where none are given.
  static let standard =
    "conv 16 3x3 padding same relu; batchnorm; pool 2; conv 32 3x3 padding same relu; batchnorm; "
    + "pool 2; flatten; dense"

  /// Reads the layers.
  ///
  /// - Throws: ``Failure`` when the file of layers cannot be read.
  func read() throws -> LayersText { try LayersText(layers ?? LayerOptions.standard) }
}
