import ConvCore
import ConvNet
import ImageCodecs
import ONNX

/// A model of this program or of another one, ready to run on pictures.
struct GraphModel {
  /// The name in messages.
  let name: String
  /// The network of a model of this program.
  let network: Network?
  /// What a model of another program asks for.
  private let graph: Graph?
  /// How its pictures are prepared.
  let source: PreparationSource
  private let resources: ResourceOptions

  /// Reads a model of another program.
  init(file: String, _ resources: ResourceOptions) throws {
    graph = try GraphStore.graph(file, limit: resources.maxMemory.bytes)
    source = try PreparationSource(beside: file)
    (name, network, self.resources) = (file, nil, resources)
  }

  /// Takes a model of this program.
  init(_ model: LoadedModel, _ resources: ResourceOptions) {
    (name, network, graph) = (model.name, model.network, nil)
    source = .network(model.network)
    self.resources = resources
  }

  /// Reads the model that options name.
  init(_ options: ModelOptions, _ resources: ResourceOptions) throws {
    if let file = options.graph {
      guard options.architecture == nil else {
        throw Failure(.usage, "--architecture is for .safetensors models")
      }
      try self.init(file: file, resources)
    } else {
      self.init(try options.load(quiet: resources.quiet), resources)
    }
  }

  /// Whether the model reads digits as MNIST's are: it takes 28×28 gray pixels.
  var readsDigits: Bool {
    network.map { [$0.inputShape.channels, $0.inputShape.height, $0.inputShape.width] }
      == [1, 28, 28]
  }

  /// The graph for pictures of the model's size, or of any size.
  ///
  /// - Returns: The graph, and the first layer that it leaves out.
  func graph(isOpen: Bool) throws -> (graph: Graph, omitted: String?) {
    try GraphStore.named(name) { () throws(ONNXError) in
      if let graph { return (isOpen ? graph.withOpenSides() : graph, nil) }
      guard let network else { throw ONNXError(.damaged, "no model") }
      return try Graph.of(network, extent: isOpen ? .maps : .whole)
    }
  }

  /// Reads the weights of a graph.
  func runner(_ graph: Graph) throws -> GraphRunner {
    let context = RunContext(
      threads: resources.threadCount, memoryLimit: resources.maxMemory.bytes)
    return try GraphStore.named(name) { () throws(ONNXError) in try GraphRunner(graph, context) }
  }

  /// Makes what reads the pictures for a graph.
  ///
  /// - Parameters:
  ///   - graph: The graph.
  ///   - options: How pictures are prepared.
  ///   - arrays: How arrays are read.
  ///   - keepsSize: Whether pictures stay at their own size.
  ///   - readsDigit: Whether pictures hold a digit, without an option that says so.
  ///   - isQuiet: Whether notes are left out; `nil` follows `--quiet`.
  /// - Returns: A reader that prepares pictures as the model or the options say.
  /// - Throws: ``Failure`` when the graph does not take a picture, with 64 when an option does not
  ///   suit its input.
  func pictures(
    _ graph: Graph, _ options: PreparationOptions, arrays: ArrayOptions, keepsSize: Bool = false,
    readsDigit: Bool = false, isQuiet: Bool? = nil
  ) throws -> GraphPictures {
    let input = try GraphStore.named(name) { () throws(ONNXError) in
      try PictureInput(graph, layout: options.modelLayout)
    }
    // At its own size a picture has the values that the model's own size asks for.
    let own = try isOpen(graph) ? pictureInput(options) : input
    var preparation = source.preparation(options.preprocess, for: own)
    if keepsSize && options.resizeTo == nil { preparation.keepSize() }
    return GraphPictures(
      input, try options.changed(preparation, for: input),
      isDigit: readsDigit || options.preprocess == .digit,
      arrays: arrays, limits: resources.imageLimits, isQuiet: isQuiet ?? resources.quiet)
  }

  /// Whether a graph takes sizes that the model itself does not.
  private func isOpen(_ other: Graph) throws -> Bool {
    guard let graph else { return false }
    return other.inputs != graph.inputs
  }

  /// The input of the model as it says it.
  private func pictureInput(_ options: PreparationOptions) throws -> PictureInput {
    let graph = try graph(isOpen: false).graph
    return try GraphStore.named(name) { () throws(ONNXError) in
      try PictureInput(graph, layout: options.modelLayout)
    }
  }

  /// The names of the classes, from a file or from the model.
  func labels(_ file: String?) throws -> ClassLabels {
    if file == nil, let network { return ClassLabels(network.classNames) }
    return try ClassLabels(file: file, named: graph?.classNames ?? [])
  }
}
