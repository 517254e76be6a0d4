import ArgumentParser
import Foundation
import ImageCodecs
import ONNX

/// The command `convtool run`.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run tensors through an ONNX model.",
    usage: "convtool run --model <model.onnx> --input <name>=<x.npy> ... -o <folder>/ [options]",
    discussion: """
      convtool run --model net.onnx --input x=x.npy -o out/
      convtool run --model net.onnx --list-operators

      Inputs and outputs are .npy files in the model's own layout and types, of any rank. Results \
      are FOLDER/NAME.npy; / in a name becomes _. The whole model is checked before anything runs: \
      exit code 65 names every operator, opset and attribute that is not supported, with its nodes.
      """)

  @Option(help: ArgumentHelp("An ONNX model.", valueName: "model.onnx")) var model: String?
  @Option(
    help: ArgumentHelp(
      "The tensor of an input; the name may be left out when the model has one input.",
      valueName: "name=x.npy"))
  var input: [String] = []
  @Option(
    help: ArgumentHelp(
      "A tensor to write, any of the graph (default: the outputs of the model).",
      valueName: "name"))
  var output: [String] = []
  @Option(
    name: .customShort("o"), help: ArgumentHelp("The folder to write to.", valueName: "folder"))
  var folder: String?
  @Flag(help: "Print the operators of the model with their number, or all that are known.")
  var listOperators = false
  @Flag(help: "Replace files that exist.") var force = false
  @OptionGroup var resources: ResourceOptions

  func validate() throws {
    if listOperators { return }
    guard model != nil else { throw ValidationError("run needs --model MODEL.onnx") }
    guard folder != nil else { throw ValidationError("run needs -o FOLDER/ for its results") }
  }

  func run() throws {
    let limit = resources.maxMemory.bytes
    if listOperators { return try list(limit) }
    guard let model, let folder else { return }
    let graph = try GraphStore.graph(model, limit: limit)
    let inputs = try tensors(for: graph, limit)
    let wanted = output.isEmpty ? graph.outputs : output
    for name in wanted where !graph.has(name) {
      throw Failure(.noInput, "\(model): the graph has no tensor '\(name)'")
    }
    let paths = try TensorFiles.paths(wanted, in: folder, force: force)
    let context = RunContext(threads: resources.threadCount, memoryLimit: limit)
    let results = try GraphStore.named(model) { () throws(ONNXError) in
      try GraphRunner(graph, context).run(inputs, outputs: wanted)
    }
    try TensorFiles.write(results, to: paths, in: folder)
  }

  private func list(_ limit: Int) throws {
    guard let model else {
      for name in OperatorList.names { print(name) }
      return
    }
    for item in try GraphStore.file(model, limit: limit).operators {
      print("\(item.name) \(item.count)\(item.isKnown ? "" : " not supported")")
    }
  }

  /// Reads a tensor for each input of the model.
  private func tensors(for graph: Graph, _ limit: Int) throws -> [String: Tensor] {
    var tensors: [String: Tensor] = [:]
    for text in input {
      // A name may hold an equals sign: the longest name that fits.
      let named = graph.inputs.filter { text.hasPrefix("\($0.name)=") }
        .max { $0.name.count < $1.name.count }
      let path: String
      let target: GraphInput
      if let named {
        (target, path) = (named, String(text.dropFirst(named.name.count + 1)))
      } else if graph.inputs.count == 1, Files.exists(text) || text == "-" {
        (target, path) = (graph.inputs[0], text)
      } else {
        let names = graph.inputs.map { "'\($0.name)'" }.joined(separator: ", ")
        throw Failure(
          .usage,
          "--input takes NAME=X.npy, not '\(text)': the model's inputs are "
            + (names.isEmpty ? "none" : names))
      }
      guard tensors[target.name] == nil else {
        throw Failure(.usage, "--input '\(target.name)' is given twice")
      }
      tensors[target.name] = try TensorFiles.read(path, for: target, limit: limit)
    }
    for missing in graph.inputs where tensors[missing.name] == nil {
      throw Failure(
        .usage,
        "input '\(missing.name)' (\(missing.description)) is missing: --input "
          + "\(missing.name)=X.npy")
    }
    return tensors
  }
}
