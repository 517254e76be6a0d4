import ConvCore
import ConvNet
import FeatureMaps
import Foundation
import ImageCodecs
import ONNX

/// `maps` with a model as a graph.
struct GraphMaps {
  let model: GraphModel
  let options: GraphMapOptions
  let maps: MapOptions
  let preparation: PreparationOptions
  let arrays: ArrayOptions
  let resources: ResourceOptions

  /// Whether the picture stays at its own size.
  private var isNative: Bool {
    options.size == .native || (preparation.preprocess == .picture && options.size != .model)
  }

  /// Writes the maps of a picture.
  func write(_ image: String, to folder: String) throws {
    guard preparation.preprocess != .guess else {
      throw Failure(.usage, "--preprocess guess is for predict: maps need one preparation")
    }
    try maps.requireNew(folder)
    let open = try model.graph(isOpen: isNative)
    let pictures = try model.pictures(
      open.graph, preparation, arrays: arrays, keepsSize: isNative)
    let stem = image == "-" ? "stdin" : FilePath.stem(image)
    let (picture, name) = try pictures.picture(image)
    try about(folder) { try Files.makeFolder(folder) }
    let reading = try pictures.reading(
      picture, name, prepared: options.showPrepared ? "\(folder)/\(stem).prepared.png" : nil)
    let (graph, omitted) = try graph(for: reading, open)
    if isNative, let bands = try GraphBands(model, graph, reading.tensor, resources) {
      return try write(bands, reading, omitted, image: image, to: folder)
    }
    let runner = try model.runner(graph)
    var files = GraphMapFiles(
      folder: folder, renderer: maps.renderer(.map), arrays: maps.npy,
      mapLimit: options.mapLimit, count: model.network == nil ? 999 : 99)
    let labels = GraphMapLabels(runner, model.network, showsSums: options.sums)
    let dump = GraphMapDump(runner) { node in
      labels.label(node).flatMap { options.isWanted($0.name) ? $0 : nil }
    }
    do {
      let result = try dump.write(
        [pictures.input.input.name: reading.tensor], toleratesSize: isNative, to: &files)
      guard files.written > 0 else {
        throw Failure(
          .damagedInput,
          options.only.map { "no tensor of three or four dimensions has a name with '\($0)' in it" }
            .map { "\(model.name): \($0)" }
            ?? "\(model.name): no tensor of three or four dimensions")
      }
      try finish(&files, result, reading, image: image)
      note(files, result, omitted, graph)
    } catch let error as ONNXError {
      throw Failure(error, file: model.name)
    } catch let error as CodecError { throw Failure(error, file: folder) }
  }

  /// Writes the maps of a photograph whose tensors would need more memory than is allowed.
  private func write(
    _ bands: GraphBands, _ reading: GraphPictures.Reading, _ omitted: String?, image: String,
    to folder: String
  ) throws {
    let labels = GraphMapLabels(bands.runner, model.network, showsSums: options.sums)
    var files = GraphMapFiles(
      folder: folder, renderer: maps.renderer(.map), arrays: maps.npy,
      mapLimit: options.mapLimit, count: model.network == nil ? 999 : 99)
    let writer = GraphMapStream(
      bands.stream, mapLimit: options.mapLimit, room: resources.maxMemory.bytes / 8
    ) { node in
      labels.label(node).flatMap { options.isWanted($0.name) ? $0 : nil }
    }
    do {
      try writer.write(
        try reading.tensor.floats(), bandHeight: bands.height,
        arraysTo: maps.npy ? folder : nil, files: &files)
      guard files.written > 0 else {
        throw Failure(.damagedInput, "\(model.name): no tensor that runs in bands is wanted")
      }
      var result = GraphMapDump.Result()
      if let node = bands.omitted { result.refused = (node, "") }
      try finish(&files, GraphMapDump.Result(), reading, image: image)
      note(files, result, omitted, bands.full)
      if !resources.quiet {
        Messages.note(
          model.name, "run in bands of \(bands.height) rows, to stay within --max-memory")
      }
    } catch let error as ONNXError {
      throw Failure(error, file: model.name)
    } catch let error as CodecError { throw Failure(error, file: folder) }
  }

  /// The graph for a picture: all of a network of this program where the size is its own.
  private func graph(
    for reading: GraphPictures.Reading, _ open: (graph: Graph, omitted: String?)
  ) throws -> (Graph, String?) {
    guard isNative, let shape = model.network?.inputShape,
      reading.sized.shape.size == Size2D(height: shape.height, width: shape.width)
    else { return open }
    return try model.graph(isOpen: false)
  }

  private func finish(
    _ files: inout GraphMapFiles, _ result: GraphMapDump.Result,
    _ reading: GraphPictures.Reading, image: String
  ) throws {
    let name = FileName.printable(image == "-" ? "standard input" : FilePath.name(image))
    let answer = try answer(result)
    let title: String
    if let answer {
      let percent = String(format: "%.1f %%", answer.probabilities[0] * 100)
      title = "\(name): \(answer.names[0]), \(percent)"
    } else {
      title = name
    }
    try files.finish(title: title, input: Canvas(pixels: reading.sized), answer: answer)
  }

  /// The ten most probable classes, where the model gives a list of numbers.
  private func answer(
    _ result: GraphMapDump.Result
  ) throws -> (names: [String], probabilities: [Float])? {
    guard let output = result.output, output.count == output.shape.max(), output.count > 1
    else { return nil }
    let labels = try model.labels(nil)
    let count = output.count
    guard
      let shares = try? ClassShares(
        output, image: "", model: model.name, skipsFirst: labels.skipsFirst(of: count))
    else { return nil }
    let order = shares.order.prefix(10)
    return (
      order.map { labels.fits(count) ? labels.name($0, of: count) : "class \($0)" },
      order.map { Float(shares.values[$0]) }
    )
  }

  private func note(
    _ files: GraphMapFiles, _ result: GraphMapDump.Result, _ omitted: String?, _ graph: Graph
  ) {
    guard !resources.quiet else { return }
    if let omitted, let shape = model.network?.inputShape {
      Messages.note(
        model.name,
        "\(omitted) and what follows need pictures of \(shape.height)x\(shape.width): left out")
    }
    if let refused = result.refused {
      Messages.note(
        model.name,
        "\(graph.name(ofNode: refused.node)) and what follows do not take this size: left out")
    }
    if files.shortened > 0 {
      Messages.note(
        model.name,
        "the first \(options.mapLimit) maps of \(files.shortened) tensors are drawn: --max-maps "
          + "draws more")
    }
  }
}
