import Foundation
import ImageCodecs
import ONNX

/// `predict` with an ONNX model: the top classes of whole pictures.
struct GraphPrediction {
  let model: String
  let labels: String?
  let top: Int
  let json: Bool
  let showPrepared: Bool
  let preparation: PreparationOptions
  let arrays: ArrayOptions
  let resources: ResourceOptions

  /// Reads all pictures.
  func run(_ options: InputOptions) throws {
    let runner = try GraphStore.runner(model, resources)
    let pictures = try GraphPictures(
      runner.graph, model: model, preparation, arrays: arrays, limits: resources.imageLimits,
      isQuiet: resources.quiet)
    guard let output = runner.graph.outputs.first else {
      throw Failure(.damagedInput, "\(model): the model has no output")
    }
    let names = try ClassLabels(file: labels, runner.graph)
    let inputs = try InputList(options)
    let prepared = showPrepared ? try PreparedNames(inputs) : nil
    var failures: [Failure] = []
    var hasNoted = false
    for path in inputs.selected {
      do {
        let tensor = try pictures.read(
          path, prepared: try prepared?.name(for: path), allowsDamage: options.allowTruncated)
        let results = try GraphStore.named(model) { () throws(ONNXError) in
          try runner.run([pictures.input.input.name: tensor], outputs: [output])
        }
        if let note = try names.check(results[0].count), !hasNoted, !resources.quiet {
          Messages.note(model, note)
          hasNoted = true
        }
        let answer = try ClassAnswer(
          image: FileName.printable(path), outputs: results[0], labels: names, count: top,
          model: model)
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
}
