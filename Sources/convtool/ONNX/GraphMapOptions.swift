import ArgumentParser
import FeatureMaps
import Foundation
import ImageCodecs
import ONNX

/// The options for the maps of an ONNX model.
struct GraphMapOptions: ParsableArguments {
  @Option(help: "Write only tensors whose name holds this regular expression (.onnx models).")
  var only: String?
  @Option(help: "Draw at most so many maps of a tensor, the first ones (.onnx models; 64).")
  var maxMaps: Whole<1, 100_000>?
  @Flag(help: "Write what an .onnx model sees: NAME.prepared.png in the output folder.")
  var showPrepared = false

  func validate() throws {
    if let only, (try? Regex(only)) == nil {
      throw ValidationError("--only takes a regular expression, not '\(only)'")
    }
  }

  /// The name of the first option that was given; `nil` without any.
  var given: String? {
    only != nil ? "--only" : maxMaps != nil ? "--max-maps" : showPrepared ? "--show-prepared" : nil
  }

  /// Writes the maps of a picture.
  func write(
    _ image: String, _ graph: String, _ model: ModelOptions, to folder: String, _ maps: MapOptions,
    _ preparation: PreparationOptions, arrays: ArrayOptions, _ resources: ResourceOptions
  ) throws {
    guard model.architecture == nil else {
      throw Failure(.usage, "--architecture is for .safetensors models")
    }
    try maps.requireNew(folder)
    let runner = try GraphStore.runner(graph, resources)
    let pictures = try GraphPictures(
      runner.graph, model: graph, preparation, arrays: arrays,
      limits: resources.imageLimits, isQuiet: resources.quiet)
    try about(folder) { try Files.makeFolder(folder) }
    let stem = image == "-" ? "stdin" : FilePath.stem(image)
    let tensor = try pictures.read(
      image, prepared: showPrepared ? "\(folder)/\(stem).prepared.png" : nil)
    let pattern = try only.map { try Regex($0) }
    let dump = GraphMapDump(
      folder: folder, renderer: maps.renderer(.map), arrays: maps.npy,
      mapLimit: maxMaps?.value ?? 64
    ) { name in pattern.map { name.firstMatch(of: $0) != nil } ?? true }
    do {
      let (written, shortened) = try dump.write(runner, [pictures.input.input.name: tensor])
      guard written > 0 else {
        throw Failure(.damagedInput, "\(graph): no tensor of three or four dimensions")
      }
      if shortened > 0 && !resources.quiet {
        Messages.note(
          graph,
          "the first \(maxMaps?.value ?? 64) maps of \(shortened) tensors are drawn: --max-maps draws more"
        )
      }
    } catch let error as ONNXError {
      throw Failure(error, file: graph)
    } catch let error as CodecError { throw Failure(error, file: folder) }
  }
}
