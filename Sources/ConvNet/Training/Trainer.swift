public import ConvCore
import RowLoops

/// Trains a network epoch by epoch; the whole state is a value that can be stored.
///
/// A batch is cut into groups of 16 images, which run on any thread of any process. The gradients are
/// added in the order of the groups, so that the result does not depend on the number of threads and
/// processes. An epoch can pause after any step. The seed, the epoch and the step determine order,
/// augmentation and learning rate, so that a paused epoch continues with the same results.
public struct Trainer: Sendable {
  /// The network with its current parameters.
  public private(set) var network: Network
  /// The options of training.
  public let options: TrainingOptions
  /// The state of the optimizer.
  package var state: OptimizerState
  /// The running averages of the parameters, in the order of ``Network/namedParameters``.
  package var average: [[Float]]
  /// The mean over the epochs from ``TrainingOptions/averageFrom`` on; empty before.
  package var epochMean: EpochMean
  /// The number of completed epochs.
  public internal(set) var epoch = 0
  /// The position within the current epoch.
  package var position = EpochPosition()

  /// The processes that train together; each has a trainer with the same state.
  package var processes: any TrainingProcesses = SoleProcess()

  private var parameters: [[Float]]
  private var gradients: [[Float]]
  private let frozen: Set<Int>
  /// The running averages among the parameters: the optimizer does not move them.
  private let statistics: Set<Int>
  /// The share of the old value that a running average keeps in a step, as in PyTorch.
  private static let keptStatistics: Float = 0.9
  private let engine: Engine

  /// Creates a trainer that starts from the parameters of a network.
  public init(_ network: Network, options: TrainingOptions, engine: Engine = .preferred) {
    self.network = network
    self.options = options
    self.engine = engine
    parameters = network.namedParameters.map(\.parameter.values)
    gradients = parameters
    state = OptimizerState(shapedLike: parameters)
    average = parameters
    epochMean = EpochMean()
    let names = network.namedParameters.map(\.name)
    frozen = Set(
      names.indices.filter { index in
        options.frozenLayers.contains { names[index].hasPrefix("\($0).") }
      })
    statistics = Set(
      network.namedParameters.enumerated().filter { !$0.element.parameter.isTrained }
        .map(\.offset))
  }

  /// The results of one epoch.
  public struct EpochResult: Hashable, Sendable {
    /// The mean loss of the trained images.
    public var loss: Double
    /// The share of trained images that were read right, from 0 to 1.
    public var accuracy: Double
  }

  /// The network with averaged parameters, for evaluation and for the model file.
  public var averaged: Network {
    guard options.averaging > 0 || epochMean.count > 0 else { return network }
    var result = network
    result.setParameters(epochMean.count > 0 ? epochMean.values : average)
    return result
  }

  /// Replaces parameters, averages and state by those of a checkpoint.
  package mutating func restore(
    parameters: [[Float]], average: [[Float]], state: OptimizerState, epoch: Int,
    position: EpochPosition = EpochPosition(), epochMean: EpochMean = EpochMean()
  ) {
    self.parameters = parameters
    network.setParameters(parameters)
    self.average = average
    self.state = state
    self.epoch = epoch
    self.position = position
    self.epochMean = epochMean
  }

  /// Trains one epoch, or the rest of a paused epoch, on the images in a random order.
  ///
  /// - Parameters:
  ///   - images: The images and labels.
  ///   - progress: Called after each step with the number of trained images. The result `false`, in
  ///     any process, pauses the epoch, unless the step was the last one.
  /// - Returns: The results of the epoch; `nil` when the epoch was paused.
  /// - Throws: ``TrainingError`` when the loss or a parameter is not finite; the trainer then has
  ///   the state before the call.
  public mutating func runEpoch(
    on images: some LabelledImages, progress: (Int) -> Bool = { _ in true }
  ) throws(TrainingError) -> EpochResult? {
    let before = self
    var generator = SplitMix64(seed: options.seed &* 0x2545_F491_4F6C_DD1D &+ UInt64(epoch))
    let order = generator.permutation(images.count)
    let steps = (order.count + options.batchSize - 1) / options.batchSize
    let batches = BatchGradients(
      network, options: options, epoch: epoch, engine: engine, processes: processes)
    // Threads copy the parameters; the network itself is updated only at the end or a pause.
    defer { network.copyParameters(parameters) }
    while position.step < steps {
      let first = position.step * options.batchSize
      let batch = first..<min(first + options.batchSize, order.count)
      let result = batches.run(order, batch, parameters, images, into: &gradients)
      guard result.loss.isFinite else { throw failure(restoring: before) }
      position.loss += result.loss
      position.right += result.right
      descend(step: epoch * steps + position.step, of: steps, images: batch.count)
      position.step += 1
      let goesOn = processes.allAgree(progress(batch.upperBound))
      if !goesOn && position.step < steps { return nil }
    }
    guard isFinite else { throw failure(restoring: before) }
    let count = Double(max(1, order.count))
    let result = EpochResult(
      loss: position.loss / count, accuracy: Double(position.right) / count)
    epoch += 1
    if options.averageFrom > 0 && epoch >= options.averageFrom {
      epochMean.add(options.averaging > 0 ? average : parameters)
    }
    position = EpochPosition()
    return result
  }

  private mutating func failure(restoring before: Trainer) -> TrainingError {
    let error = TrainingError(epoch: epoch + 1, step: position.step + 1)
    self = before
    return error
  }

  /// Whether all values of a checkpoint are finite.
  private var isFinite: Bool {
    [parameters, average, state.first, state.second].allSatisfy { arrays in
      arrays.allSatisfy { $0.allSatisfy(\.isFinite) }
    }
  }

  private mutating func descend(step: Int, of stepsPerEpoch: Int, images: Int) {
    let factor = options.schedule.factor(
      step: step, stepsPerEpoch: stepsPerEpoch, epochs: options.scheduleEpochs,
      halfLife: options.halfLife)
    state.step(
      options.optimizer, parameters: &parameters, gradients: gradients,
      rate: options.learningRate * factor, weightDecay: options.weightDecay,
      frozen: frozen.union(statistics), engine)
    for index in statistics.subtracting(frozen) {
      let keep = Trainer.keptStatistics
      for i in parameters[index].indices {
        parameters[index][i] =
          keep * parameters[index][i] + (1 - keep) * (gradients[index][i] / Float(images))
      }
    }
    guard options.averaging > 0 else { return }
    // The average follows faster in the first steps, because the random start would stay in it.
    let keep = min(options.averaging, Float(1 + state.steps) / Float(10 + state.steps))
    let loops = engine.loops
    for index in average.indices where !frozen.contains(index) {
      let values = parameters[index]
      var span = average[index].mutableSpan
      loops.average(&span, values.span, keep: keep, count: values.count)
    }
  }
}
