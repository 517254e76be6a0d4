import Foundation

/// The complete state of training, from which training continues as if it had never stopped.
public struct Checkpoint: Sendable {
  /// The trainer with its parameters, averages and optimizer state.
  public var trainer: Trainer
  /// The caller's own entries, for example history and options.
  public var notes: [String: String]

  /// Creates a checkpoint of a trainer.
  public init(trainer: Trainer, notes: [String: String]) {
    self.trainer = trainer
    self.notes = notes
  }

  /// The checkpoint as a file: a model file that also holds the optimizer's state and the averages.
  public var safetensors: Safetensors {
    var file = trainer.network.safetensors
    let names = trainer.network.namedParameters
    for (index, named) in names.enumerated() {
      let shape = named.parameter.shape
      file.entries += [
        .init(name: "average.\(named.name)", shape: shape, values: trainer.average[index]),
        .init(
          name: "optimizer.first.\(named.name)", shape: shape, values: trainer.state.first[index]),
        .init(
          name: "optimizer.second.\(named.name)", shape: shape, values: trainer.state.second[index]),
      ]
    }
    if trainer.epochMean.count > 0 {
      for (index, named) in names.enumerated() {
        file.entries.append(
          .init(
            name: "mean.\(named.name)", shape: named.parameter.shape,
            values: trainer.epochMean.values[index]))
      }
      file.metadata["mean_epochs"] = "\(trainer.epochMean.count)"
    }
    file.metadata["epoch"] = "\(trainer.epoch)"
    file.metadata["steps"] = "\(trainer.state.steps)"
    // The position within the running epoch; the seed determines its order and random draws.
    file.metadata["epoch_step"] = "\(trainer.position.step)"
    file.metadata["epoch_loss"] = "\(trainer.position.loss)"
    file.metadata["epoch_right"] = "\(trainer.position.right)"
    for (key, value) in notes { file.metadata["note.\(key)"] = value }
    return file
  }

  /// Reads a checkpoint.
  ///
  /// - Parameters:
  ///   - file: The checkpoint as a file.
  ///   - options: The options of the continued training.
  /// - Throws: ``ModelFileError`` when an entry is missing or damaged.
  public init(_ file: Safetensors, options: TrainingOptions) throws(ModelFileError) {
    let network = try Network(file)
    trainer = Trainer(network, options: options)
    guard let epoch = file.metadata["epoch"].flatMap(Int.init), epoch >= 0,
      let steps = file.metadata["steps"].flatMap(Int.init), steps >= 0
    else { throw ModelFileError("no epoch and steps in the metadata: not a checkpoint") }
    let parameters = network.namedParameters
    var state = OptimizerState(shapedLike: parameters.map(\.parameter.values))
    var (average, mean) = ([[Float]](), [[Float]]())
    let averaged = try Checkpoint.averagedEpochs(file)
    for (index, named) in parameters.enumerated() {
      func values(_ prefix: String) throws(ModelFileError) -> [Float] {
        guard let entry = file["\(prefix).\(named.name)"], entry.shape == named.parameter.shape
        else { throw ModelFileError("tensor \(prefix).\(named.name) is missing or misshapen") }
        guard entry.values.allSatisfy(\.isFinite) else {
          throw ModelFileError("tensor \(prefix).\(named.name) holds values that are not finite")
        }
        return entry.values
      }
      average.append(try values("average"))
      if averaged > 0 { mean.append(try values("mean")) }
      state.first[index] = try values("optimizer.first")
      state.second[index] = try values("optimizer.second")
    }
    state.steps = steps
    trainer.restore(
      parameters: parameters.map(\.parameter.values), average: average, state: state, epoch: epoch,
      position: try Checkpoint.position(file),
      epochMean: EpochMean(values: mean, count: averaged))
    notes = [:]
    for (key, value) in file.metadata where key.hasPrefix("note.") {
      notes[String(key.dropFirst(5))] = value
    }
  }

  /// Returns the number of epochs in the mean; 0 where the file holds none.
  private static func averagedEpochs(_ file: Safetensors) throws(ModelFileError) -> Int {
    guard let text = file.metadata["mean_epochs"] else { return 0 }
    guard let count = Int(text), count > 0 else {
      throw ModelFileError("damaged mean_epochs in the metadata")
    }
    return count
  }

  /// Returns the position within an epoch; the beginning when the file holds none.
  private static func position(_ file: Safetensors) throws(ModelFileError) -> EpochPosition {
    var position = EpochPosition()
    guard let step = file.metadata["epoch_step"] else { return position }
    guard let step = Int(step), step >= 0,
      let loss = file.metadata["epoch_loss"].flatMap(Double.init), loss.isFinite,
      let right = file.metadata["epoch_right"].flatMap(Int.init), right >= 0
    else { throw ModelFileError("damaged position in the metadata") }
    (position.step, position.loss, position.right) = (step, loss, right)
    return position
  }

  /// Returns a note of a checkpoint file without decoding the whole checkpoint.
  public static func note(_ key: String, in file: Safetensors) -> String? {
    file.metadata["note.\(key)"]
  }
}
