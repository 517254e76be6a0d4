import ArgumentParser
import ConvCore
import ConvNet
import Foundation
import ImageCodecs

/// The options that choose the layers of a network.
struct LayerOptions: ParsableArguments {
  @Option(
    help: """
      The layers, one after another, such as 'conv 16 3x3 relu; pool 2; flatten; dense', or a file of \
      them; the last dense layer gets a unit for each class.
      """)
  var layers: String?

  /// The layers where none are given.
  static let standard = "conv 16 3x3 relu; pool 2; conv 32 3x3 relu; pool 2; flatten; dense"

  /// The layers as they are built.
  var text: String { (try? contents()) ?? layers ?? Self.standard }

  /// Requires that the layers can be read.
  func check() throws { _ = try contents() }

  private func contents() throws -> String {
    guard let layers else { return Self.standard }
    guard !layers.contains(";"), Files.exists(layers) else { return layers }
    guard let data = try WholeFile.contents(layers) else {
      throw Failure(.noInput, "--layers \(layers): cannot be read")
    }
    guard let text = String(data: Data(PlainText.utf8(Array(data))), encoding: .utf8) else {
      throw Failure(.damagedInput, "--layers \(layers): not a text")
    }
    return text
  }

  /// Builds the network.
  ///
  /// - Throws: ``Failure`` with 64 when the layers cannot be read or do not fit the pictures.
  func network(input: TensorShape, classNames: [String], seed: UInt64) throws -> Network {
    do {
      return try PlainLayers.network(
        try contents(), input: input, classes: classNames, seed: seed)
    } catch let error as ShapeError {
      throw Failure(.usage, "--layers: \(error)")
    }
  }
}

/// A stand-in until the grammar of layers is there.
enum PlainLayers {
  static func network(
    _ text: String, input: TensorShape, classes: [String], seed: UInt64
  ) throws -> Network {
    var generator = SplitMix64(seed: seed)
    var shape = input
    var layers: [any Layer] = []
    for part in text.split(separator: ";") {
      let words = part.split(separator: " ").map(String.init)
      let layer: any Layer
      switch words.first {
      case "conv":
        layer = Conv2D(
          inputChannels: shape.channels, outputChannels: Int(words[1]) ?? 1, kernelSize: Size2D(3),
          activation: .relu, using: &generator)
      case "pool": layer = MaxPool2D()
      case "flatten": layer = Flatten()
      default: layer = Dense(inputs: shape.count, outputs: classes.count, using: &generator)
      }
      shape = try layer.outputShape(for: shape)
      layers.append(layer)
    }
    return try Network(inputShape: input, stages: Network.named(layers), classNames: classes)
  }
}
