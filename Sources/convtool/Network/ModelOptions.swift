import ArgumentParser
import ConvCore
import ConvNet
import Digits
import Foundation
import ImageCodecs

/// The options that choose a model.
struct ModelOptions: ParsableArguments {
  static let modelHelp = ArgumentHelp(
    "A model: a .safetensors file, the folder of a run, or an .onnx file.", valueName: "model")
  static let architectureHelp = ArgumentHelp(
    """
    A model whose layers are taken, for weights that another program saved without metadata; \
    networks of train-mnist are known by their shapes without it.
    """, valueName: "model")

  @Option(help: modelHelp) var model: String
  @Option(help: architectureHelp) var architecture: String?

  func load() throws -> Network {
    for path in [model] + (architecture.map { [$0] } ?? []) { try ModelStore.require(path) }
    return try ModelStore.load(model, architecture: architecture)
  }
}
