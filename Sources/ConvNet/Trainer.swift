import Dispatch
import Synchronization
public import ConvCore

/// Images with their labels, as a trainer reads them.
public protocol LabelledImages: Sendable {
  /// Number of images.
  var count: Int { get }

  /// The class of an image.
  func label(_ index: Int) -> Int

  /// Writes an image into a lane of a tensor, scaled as the network wants it.
  ///
  /// - Parameter generator: For augmentation; seeded by the image and the epoch.
  func load(
    _ index: Int, into tensor: inout Tensor, lane: Int, using generator: inout SplitMix64)
}

/// How a network is trained.
public struct TrainingOptions: Hashable, Sendable {
  /// Images whose gradients are averaged for one step.
  public var batchSize = 64
  /// Passes over the training images.
  public var epochs = 12
  /// How gradients move parameters.
  public var optimizer = Optimizer.adam
  /// The learning rate at its highest.
  public var learningRate: Float = 0.002
  /// How it changes.
  public var schedule = Schedule.cosine
  /// λ of decoupled weight decay.
  public var weightDecay: Float = 0
  /// What is minimised.
  public var loss = Loss.crossEntropy
  /// The share of the old average that a step keeps, 0 for none (Polyak averaging for evaluation).
  public var averaging: Float = 0.998
  /// Seeds weights, shuffling and augmentation.
  public var seed: UInt64 = 1
  /// Threads at work.
  public var threads = 1
  /// Layers whose parameters do not move.
  public var frozenLayers: Set<String> = []

  /// The defaults.
  public init() {}
}

/// Training went wrong.
public struct TrainingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The epoch, counted from 1.
  public let epoch: Int
  /// The step within it, counted from 1.
  public let step: Int

  /// One line that names epoch and step.
  public var description: String {
    "the loss is not a number any more: epoch \(epoch), step \(step)"
  }
}

/// Trains a network, epoch by epoch; everything it depends on is a value that can be stored.
///
/// A batch is cut into groups of 16 images that run on any thread; their gradients are added in
/// the order of the groups, so that the result does not depend on the number of threads.
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

  private var parameters: [[Float]]
  private let engine: Engine

  /// Begins with the parameters a network has.
  public init(_ network: Network, options: TrainingOptions, engine: Engine = .preferred) {
    self.network = network
    self.options = options
    self.engine = engine
    parameters = network.namedParameters.map(\.parameter.values)
    state = OptimizerState(shapedLike: parameters)
    average = parameters
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
    parameters: [[Float]], average: [[Float]], state: OptimizerState, epoch: Int
  ) {
    self.parameters = parameters
    network.setParameters(parameters)
    self.average = average
    self.state = state
    self.epoch = epoch
  }

  /// One pass over the images in an order of its own.
  ///
  /// - Parameter progress: Called after each step with the number of images done; returning false
  ///   ends the epoch, whose work is then lost.
  /// - Returns: `nil` when it was ended early.
  /// - Throws: ``TrainingError`` when the loss is no number any more.
  public mutating func runEpoch(
    on images: some LabelledImages, progress: (Int) -> Bool = { _ in true }
  ) throws(TrainingError) -> EpochResult? {
    let before = self
    var generator = SplitMix64(seed: options.seed &* 0x2545_F491_4F6C_DD1D &+ UInt64(epoch))
    let order = generator.permutation(images.count)
    let batches = stride(from: 0, to: order.count, by: options.batchSize).map {
      Array(order[$0..<min($0 + options.batchSize, order.count)])
    }
    let crew = GroupCrew(network, options: options, epoch: epoch, engine: engine)
    var (loss, right) = (0.0, 0)
    for (step, batch) in batches.enumerated() {
      let result = crew.run(batch, network, images)
      guard result.loss.isFinite else {
        self = before
        throw TrainingError(epoch: epoch + 1, step: step + 1)
      }
      loss += result.loss
      right += result.right
      descend(result.gradients, step: epoch * batches.count + step, of: batches.count)
      if !progress(min((step + 1) * options.batchSize, order.count)) {
        self = before
        return nil
      }
    }
    guard isFinite else {
      self = before
      throw TrainingError(epoch: epoch + 1, step: batches.count)
    }
    epoch += 1
    let count = Double(max(1, order.count))
    return EpochResult(loss: loss / count, accuracy: Double(right) / count)
  }

  /// Whether everything that a checkpoint would hold is a number.
  private var isFinite: Bool {
    [parameters, average, state.first, state.second].allSatisfy { arrays in
      arrays.allSatisfy { $0.allSatisfy(\.isFinite) }
    }
  }

  private mutating func descend(_ gradients: [[Float]], step: Int, of stepsPerEpoch: Int) {
    let factor = options.schedule.factor(step: step, total: stepsPerEpoch * options.epochs)
    state.step(
      options.optimizer, parameters: &parameters, gradients: gradients,
      rate: options.learningRate * factor, weightDecay: options.weightDecay, frozen: frozen)
    network.setParameters(parameters)
    guard options.averaging > 0 else { return }
    // Early on the average follows faster, or it would remember the random start.
    let keep = min(options.averaging, Float(1 + state.steps) / Float(10 + state.steps))
    let frozen = frozen
    for index in average.indices where !frozen.contains(index) {
      for i in average[index].indices {
        average[index][i] = keep * average[index][i] + (1 - keep) * parameters[index][i]
      }
    }
  }

  private var frozen: Set<Int> {
    let names = network.namedParameters.map(\.name)
    return Set(
      names.indices.filter { index in
        options.frozenLayers.contains { names[index].hasPrefix("\($0).") }
      })
  }
}

/// Runs the groups of a batch on several threads and adds their gradients in order.
private final class GroupCrew: Sendable {
  struct Result {
    var loss = 0.0
    var right = 0
    var gradients: [[Float]] = []
  }

  private struct GroupResult {
    var loss = 0.0
    var right = 0
  }

  private let options: TrainingOptions
  private let epoch: Int
  private let engine: Engine
  private let workspaces: [Mutex<Workspace>.Box]

  init(_ network: Network, options: TrainingOptions, epoch: Int, engine: Engine) {
    self.options = options
    self.epoch = epoch
    self.engine = engine
    let groups = (options.batchSize + Tensor.lanes - 1) / Tensor.lanes
    workspaces = (0..<groups).map { _ in Mutex<Workspace>.Box(Workspace(network)) }
  }

  func run(_ batch: [Int], _ network: Network, _ images: some LabelledImages) -> Result {
    let groups = stride(from: 0, to: batch.count, by: Tensor.lanes).map {
      Array(batch[$0..<min($0 + Tensor.lanes, batch.count)])
    }
    let results = Mutex([GroupResult](repeating: GroupResult(), count: groups.count))
    let threads = min(options.threads, groups.count)
    let work: @Sendable (Int) -> Void = { [self] thread in
      for group in stride(from: thread, to: groups.count, by: threads) {
        let result = workspaces[group].mutex.withLock { workspace in
          learn(groups[group], network, images, of: batch.count, &workspace)
        }
        results.withLock { $0[group] = result }
      }
    }
    if threads > 1 {
      DispatchQueue.concurrentPerform(iterations: threads, execute: work)
    } else {
      work(0)
    }
    var sum = Result()
    for group in groups.indices {
      results.withLock {
        sum.loss += $0[group].loss
        sum.right += $0[group].right
      }
      workspaces[group].mutex.withLock { add($0.parameterGradients.flatMap(\.self), to: &sum) }
    }
    return sum
  }

  private func add(_ gradients: [[Float]], to sum: inout Result) {
    if sum.gradients.isEmpty {
      sum.gradients = gradients
      return
    }
    for index in gradients.indices {
      for i in gradients[index].indices { sum.gradients[index][i] += gradients[index][i] }
    }
  }

  private func learn(
    _ group: [Int], _ network: Network, _ images: some LabelledImages, of batch: Int,
    _ workspace: inout Workspace
  ) -> GroupResult {
    for (lane, index) in group.enumerated() {
      var generator = SplitMix64(
        seed: options.seed &+ UInt64(index) &* 0x9E6C_63D0_876A_46AD
          &+ UInt64(epoch) &* 0xC13F_A9A9_02A6_328F)
      images.load(index, into: &workspace.activations[0], lane: lane, using: &generator)
    }
    let pass = LayerPass(
      engine: engine, isTraining: true,
      seed: options.seed &+ UInt64(group[0]) &* 31 &+ UInt64(epoch) &* 1_000_003)
    network.forward(&workspace, pass: pass)
    let last = workspace.gradients.count - 1
    let labels = group.map(images.label)
    let outcomes = options.loss.evaluate(
      workspace.activations[last], labels: labels, scale: 1 / Float(batch),
      gradient: &workspace.gradients[last])
    network.backward(&workspace, pass: pass)
    return GroupResult(
      loss: outcomes.reduce(0) { $0 + Double($1.loss) },
      right: zip(outcomes, labels).count { $0.predicted == $1 })
  }
}

extension Mutex where Value == Workspace {
  /// A mutex that arrays can hold.
  fileprivate final class Box: Sendable {
    let mutex: Mutex<Workspace>
    init(_ workspace: Workspace) { mutex = Mutex(workspace) }
  }
}
