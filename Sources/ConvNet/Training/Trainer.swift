public import ConvCore
import RowLoops

/// Trains a network, epoch by epoch; everything it depends on is a value that can be stored.
///
/// A batch is cut into groups of 16 images that run on any thread; their gradients are added in
/// the order of the groups, so that the result does not depend on the number of threads. An epoch
/// can pause after any step: order, augmentation and learning rate follow from the seed, the epoch
/// and the step, so that it goes on as if it had not.
public struct Trainer: Sendable {
  /// The network as it is now.
  public private(set) var network: Network
  /// How it is trained.
  public let options: TrainingOptions
  /// What the optimiser remembers.
  public var state: OptimizerState
  /// The running average of the parameters.
  public var average: [[Float]]
  /// Epochs done.
  public var epoch = 0
  /// What is done of the next one.
  public var position = EpochPosition()

  private var parameters: [[Float]]
  private var gradients: [[Float]]
  private let frozen: Set<Int>
  private let engine: Engine

  /// Begins with the parameters a network has.
  public init(_ network: Network, options: TrainingOptions, engine: Engine = .preferred) {
    self.network = network
    self.options = options
    self.engine = engine
    parameters = network.namedParameters.map(\.parameter.values)
    gradients = parameters
    state = OptimizerState(shapedLike: parameters)
    average = parameters
    let names = network.namedParameters.map(\.name)
    frozen = Set(
      names.indices.filter { index in
        options.frozenLayers.contains { names[index].hasPrefix("\($0).") }
      })
  }

  /// What an epoch gave.
  public struct EpochResult: Hashable, Sendable {
    /// The mean loss while learning.
    public var loss: Double
    /// The share of images read right while learning.
    public var accuracy: Double
  }

  /// The network with its averaged parameters: the one to evaluate and to keep.
  public var averaged: Network {
    guard options.averaging > 0 else { return network }
    var result = network
    result.setParameters(average)
    return result
  }

  /// Replaces parameters and averages, as a checkpoint holds them.
  public mutating func restore(
    parameters: [[Float]], average: [[Float]], state: OptimizerState, epoch: Int,
    position: EpochPosition = EpochPosition()
  ) {
    self.parameters = parameters
    network.setParameters(parameters)
    self.average = average
    self.state = state
    self.epoch = epoch
    self.position = position
  }

  /// One pass over the images in an order of its own, or the rest of one that was paused.
  ///
  /// - Parameters:
  ///   - images: The images to learn from.
  ///   - progress: Called after each step with the number of images done; returning false pauses
  ///     the epoch, unless that step was its last.
  /// - Returns: `nil` when it was paused.
  /// - Throws: ``TrainingError`` when the loss is no number any more; the trainer is then as it was.
  public mutating func runEpoch(
    on images: some LabelledImages, progress: (Int) -> Bool = { _ in true }
  ) throws(TrainingError) -> EpochResult? {
    let before = self
    var generator = SplitMix64(seed: options.seed &* 0x2545_F491_4F6C_DD1D &+ UInt64(epoch))
    let order = generator.permutation(images.count)
    let steps = (order.count + options.batchSize - 1) / options.batchSize
    let crew = BatchGradients(network, options: options, epoch: epoch, engine: engine)
    // Threads copy the parameters themselves; nobody sees the network before the epoch ends or pauses.
    defer { network.copyParameters(parameters) }
    while position.step < steps {
      let first = position.step * options.batchSize
      let batch = first..<min(first + options.batchSize, order.count)
      let result = crew.run(order, batch, parameters, images, into: &gradients)
      guard result.loss.isFinite else { throw failure(restoring: before) }
      position.loss += result.loss
      position.right += result.right
      descend(step: epoch * steps + position.step, of: steps)
      position.step += 1
      if !progress(batch.upperBound) && position.step < steps { return nil }
    }
    guard isFinite else { throw failure(restoring: before) }
    let count = Double(max(1, order.count))
    let result = EpochResult(
      loss: position.loss / count, accuracy: Double(position.right) / count)
    epoch += 1
    position = EpochPosition()
    return result
  }

  private mutating func failure(restoring before: Trainer) -> TrainingError {
    let error = TrainingError(epoch: epoch + 1, step: position.step + 1)
    self = before
    return error
  }

  /// Whether everything that a checkpoint would hold is a number.
  private var isFinite: Bool {
    [parameters, average, state.first, state.second].allSatisfy { arrays in
      arrays.allSatisfy { $0.allSatisfy(\.isFinite) }
    }
  }

  private mutating func descend(step: Int, of stepsPerEpoch: Int) {
    let factor = options.schedule.factor(
      step: step, stepsPerEpoch: stepsPerEpoch, epochs: options.scheduleEpochs,
      halfLife: options.halfLife)
    state.step(
      options.optimizer, parameters: &parameters, gradients: gradients,
      rate: options.learningRate * factor, weightDecay: options.weightDecay, frozen: frozen,
      engine)
    guard options.averaging > 0 else { return }
    // Early on the average follows faster, or it would remember the random start.
    let keep = min(options.averaging, Float(1 + state.steps) / Float(10 + state.steps))
    for index in average.indices where !frozen.contains(index) {
      let values = parameters[index]
      var span = average[index].mutableSpan
      engine.loops.average(&span, values.span, keep: keep, count: values.count)
    }
  }
}
