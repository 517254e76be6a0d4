import ArgumentParser
import ConvCore
import ConvNet
import Digits
import Foundation
import ImageCodecs

/// The options that choose a model.
struct ModelOptions: ParsableArguments {
  static let modelHelp = ArgumentHelp(
    """
    A model: a .safetensors file, the folder of a run, an .onnx file that convert wrote, or for \
    some commands any .onnx file \
    (default: the newest run below runs/, \
    else samples/digits.safetensors, which is in the program).
    """, valueName: "model")
  static let architectureHelp = ArgumentHelp(
    """
    A model whose layers are taken, for weights that another program saved without metadata; \
    networks of train-mnist are known by their shapes without it.
    """, valueName: "model")

  @Option(help: modelHelp) var model: String?
  @Option(help: architectureHelp) var architecture: String?

  func validate() throws {
    if architecture != nil && model == nil {
      throw ValidationError("--architecture goes with --model")
    }
  }

  /// The path of an ONNX model of another program; `nil` when the options name another model, or none.
  var graph: String? { model.flatMap { GraphStore.holdsForeign($0) ? $0 : nil } }

  /// Loads the model that the options name, or the default one.
  ///
  /// - Parameter quiet: Whether the note about a default model is left out.
  /// - Returns: The network, and the name that messages give it.
  /// - Throws: ``Failure`` with 66 when there is no such file, with 64 or 65 when it is not a model
  ///   that fits.
  func load(quiet: Bool = false) throws -> LoadedModel {
    try LoadedModel(model, architecture: architecture, quiet: quiet)
  }
}
