import ConvCore
import enum ConvNet.ConvolutionAlgorithm
import Foundation
import ImageCodecs
import ONNX

/// `predict` with a model as a graph: the top classes of whole pictures.
struct GraphPrediction {
  let model: GraphModel
  let labels: String?
  let top: Int
  let json: Bool
  let showPrepared: Bool
  let preparation: PreparationOptions
  let arrays: ArrayOptions
  let resources: ResourceOptions

  /// Reads all pictures.
  func run(_ options: InputOptions) throws {
    let graph = try model.graph(isOpen: false).graph
    let runner = try model.runner(graph)
    let pictures = try model.pictures(graph, preparation, arrays: arrays)
    guard let output = graph.outputs.first else {
      throw Failure(.damagedInput, "\(model.name): the model has no output")
    }
    let names = try model.labels(labels)
    let inputs = try InputList(options)
    let prepared = showPrepared ? try PreparedNames(inputs) : nil
    var failures: [Failure] = []
    var hasNoted = false
    for path in inputs.selected {
      do {
        func shares(_ tensor: Tensor) throws -> ClassShares {
          let results = try GraphStore.named(model.name) { () throws(ONNXError) in
            try runner.run(
              [pictures.input.input.name: tensor], outputs: [output], algorithm: .winograd)
          }
          let count = results[0].count
          if let note = try names.check(count), !hasNoted, !resources.quiet {
            Messages.note(model.name, note)
            hasNoted = true
          }
          return try ClassShares(
            results[0], image: FileName.printable(path), model: model.name,
            skipsFirst: names.skipsFirst(of: count))
        }
        if preparation.preprocess == .guess {
          try guess(path, pictures, names, allowsDamage: options.allowTruncated, shares)
          continue
        }
        let reading = try pictures.read(
          path, prepared: try prepared?.name(for: path), allowsDamage: options.allowTruncated)
        let answer = ClassAnswer(
          image: FileName.printable(path), try shares(reading.tensor), labels: names, count: top)
        print(json ? try JSONOutput.text(answer) : answer.text)
      } catch {
        let failure = Failure(error, file: path)
        if inputs.all.count == 1 { throw failure }
        failure.report()
        failures.append(failure)
      }
    }
    if !failures.isEmpty { throw Failure(.someInputsFailed, nil) }
  }

  /// Prints the answers to a picture prepared in every way.
  private func guess(
    _ path: String, _ pictures: GraphPictures, _ names: ClassLabels, allowsDamage: Bool,
    _ shares: (Tensor) throws -> ClassShares
  ) throws {
    var table = GuessTable(image: FileName.printable(path))
    let (picture, name) = try pictures.picture(path, allowsDamage: allowsDamage)
    for way in model.source.guesses(for: pictures.input) {
      let one = GraphPictures(
        pictures.input, way, arrays: arrays, limits: resources.imageLimits, isQuiet: true)
      let result = try shares(try one.reading(picture, name).tensor)
      let best = result.order[0]
      table.guesses.append(
        GuessTable.Row(
          preprocess: way.title, class: names.name(best, of: result.values.count),
          probability: result.values[best], entropy: result.entropy,
          preparation: way.description))
    }
    print(json ? try JSONOutput.text(table) : table.text)
  }
}
