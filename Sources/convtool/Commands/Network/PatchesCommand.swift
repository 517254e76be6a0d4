import ArgumentParser
import ConvNet
import FeatureMaps
import Foundation
import ImageCodecs

/// The command `convtool patches`.
struct PatchesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "patches",
    abstract: "Show the pieces of pictures that excite each unit of a layer most.",
    usage: "convtool patches [--model <model>] [--data <folder>] --output <folder> [options]",
    discussion: """
      convtool patches --data mnist/ -o patches/
      convtool patches --model runs/mnist-1 --synthetic --layer conv2d_2 -o patches/

      For each unit the nine strongest places of all pictures, at most one of a picture, each cut \
      to the unit's receptive field: edges in the first layer, then corners, then shapes. A layer \
      becomes a sheet, 01-conv2d_1.png, and a list, 01-conv2d_1.csv: unit, rank from 0, image (its \
      index, or the file), y and x of the piece's upper left corner in the picture as the network \
      saw it (negative in the padding), and value. The digits are the test set, as evaluate takes \
      it, or all pictures of a folder, prepared as predict does.

      Of an .onnx model of another program each convolution becomes a sheet; --data is a folder of \
      pictures, or of folders of them.
      """)

  @OptionGroup var model: ModelOptions
  @OptionGroup var data: DataOptions
  @Flag(help: "Digits that the program draws, instead of --data.") var synthetic = false
  @Option(help: "A layer (default: each layer that has maps, and the dense ones).")
  var layer: String?
  @Option(help: "Look at so many of the pictures (default: all).") var limit: PositiveCount?
  @Option(name: [.short, .long], help: "The folder to write to.") var output: String
  @Flag(help: "Replace the files of a folder that has them already.") var force = false
  @OptionGroup var preparation: PreparationOptions
  @OptionGroup var resources: ResourceOptions

  func validate() throws {
    if synthetic && data.data != nil {
      throw ValidationError("--synthetic draws its own digits: it takes no --data")
    }
  }

  func run() throws {
    if let graph = model.graph {
      guard !synthetic else { throw Failure(.usage, "--synthetic is for models that read digits") }
      return try GraphPatches(
        model: try GraphModel(file: graph, resources), layer: layer, limit: limit?.value,
        output: output, force: force, preparation: preparation, resources: resources
      ).run(data.data)
    }
    if let option = preparation.given {
      throw Failure(.usage, "\(option) is for .onnx models of other programs")
    }
    let model = try model.load(quiet: resources.quiet)
    let stages = try stages(of: model.network)
    try requireNew(stages, model.network)
    let pictures = try PatchPictures(
      model, data: data, isSynthetic: synthetic, limit: limit?.value, resources: resources)
    for stage in stages { try write(stage, model, pictures) }
  }

  /// The layers to show: those with maps or units of their own.
  private func stages(of network: Network) throws -> [Int] {
    let suitable = network.stages.indices.filter { index in
      network.shapes[index + 1].plane > 1 || network.stages[index].layer is Dense
    }
    guard let layer else { return suitable }
    guard let stage = network.stages.firstIndex(where: { $0.name == layer }) else {
      let names = network.stages.map(\.name).joined(separator: ", ")
      throw Failure(.usage, "no layer '\(layer)' in the model: it has \(names)")
    }
    guard suitable.contains(stage) else {
      throw Failure(
        .usage, "layer \(layer) lays maps end to end: it has no units of its own")
    }
    return [stage]
  }

  private func base(_ stage: Int, _ network: Network) -> String {
    "\(output)/\(MapNames.base(stage + 1, network.stages[stage].name))"
  }

  private func requireNew(_ stages: [Int], _ network: Network) throws {
    for stage in stages {
      for suffix in ["png", "csv"] {
        try OutputNames.requireNew("\(base(stage, network)).\(suffix)", force: force)
      }
    }
  }

  private func write(_ stage: Int, _ model: LoadedModel, _ pictures: PatchPictures) throws {
    let network = model.network
    let progress = ProgressReport(
      network.stages[stage].name, total: pictures.count, unit: "pictures",
      quiet: resources.quiet)
    let places = network.excitations(
      ofStage: stage, by: pictures, count: PatchSheet.count, threads: resources.threadCount,
      progress: progress.update)
    progress.finish()
    try ModelStore.requireFinite(places.flatMap { $0.map(\.value) }, of: model.name)
    let sheet = PatchSheet(
      network, stage: stage, places: places, images: pictures.count, image: pictures.picture
    ).drawn()
    let base = base(stage, network)
    try ModelStore.fill(output) { try sheet.write(to: "\(base).png") }
    let list = PatchList(places, field: network.receptiveFields[stage], names: pictures.names)
    try ModelStore.write(Array(list.text.utf8), to: "\(base).csv")
  }
}
