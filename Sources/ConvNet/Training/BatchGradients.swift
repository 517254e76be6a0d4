import ConvCore
import RowLoops
import Synchronization

/// Runs the groups of a batch on several threads and adds their gradients in order.
///
/// Each thread has a workspace. Each group of 16 images has a slot for its gradients, so that any
/// thread can run any group. Large batches run in rounds, which bounds the memory.
final class BatchGradients: Sendable {
  /// The sums of loss and correct images over a batch.
  struct Totals {
    var loss = 0.0
    var right = 0
  }

  private struct Slot: Sendable {
    var totals = Totals()
    /// The gradients by layer, then by parameter.
    var gradients: [[[Float]]]
  }

  /// The network and the workspace of one thread.
  ///
  /// Each thread has its own copy of the network. If threads shared one copy, every layer would
  /// move the cache line of the reference count from core to core.
  private struct Worker: Sendable {
    var network: Network
    var workspace: Workspace
    private var round = 0

    init(_ network: Network, _ workspace: Workspace) {
      (self.network, self.workspace) = (network, workspace)
    }

    /// Takes over the parameters of a round, once in each round.
    mutating func follow(_ parameters: [[Float]], round: Int) {
      guard self.round != round else { return }
      network.copyParameters(parameters)
      self.round = round
    }
  }

  private static let groupsPerRound = 16
  /// The number of rounds so far: the parameters change from one to the next.
  private let rounds = Atomic(0)

  private let options: TrainingOptions
  private let epoch: Int
  private let engine: Engine
  private let workers: [MutexBox<Worker>]
  private let slots: [MutexBox<Slot>]
  private let threads: GroupThreads

  init(_ network: Network, options: TrainingOptions, epoch: Int, engine: Engine) {
    self.options = options
    self.epoch = epoch
    self.engine = engine
    let groups = (options.batchSize + Tensor.lanes - 1) / Tensor.lanes
    let slots = min(groups, BatchGradients.groupsPerRound)
    let workspace = Workspace(network)
    self.slots = (0..<slots).map { _ in MutexBox(Slot(gradients: workspace.parameterGradients)) }
    threads = GroupThreads(threads: options.threads, groups: slots)
    // The members of a team that do not lead it need no workspace.
    workers = (0..<min(threads.count, slots)).map { _ in
      MutexBox(Worker(network, workspace))
    }
  }

  /// Computes the gradients of the images `order[batch]`.
  ///
  /// - Parameters:
  ///   - order: The numbers of all images, in the order of the epoch.
  ///   - batch: The part of `order` to learn from.
  ///   - parameters: The parameters of the network.
  ///   - images: All images.
  ///   - gradients: Receives the mean gradients, in the order of the parameters.
  /// - Returns: The summed loss and the number of right answers of the batch.
  func run(
    _ order: [Int], _ batch: Range<Int>, _ parameters: [[Float]], _ images: some LabelledImages,
    into gradients: inout [[Float]]
  ) -> Totals {
    for index in gradients.indices { BatchGradients.clear(&gradients[index]) }
    var totals = Totals()
    let round = slots.count * Tensor.lanes
    for first in stride(from: batch.lowerBound, to: batch.upperBound, by: round) {
      let part = first..<min(first + round, batch.upperBound)
      learn(order, part, parameters, images, of: batch.count)
      let groups = (part.count + Tensor.lanes - 1) / Tensor.lanes
      for group in 0..<groups {
        slots[group].value.withLock { slot in
          totals.loss += slot.totals.loss
          totals.right += slot.totals.right
          add(slot.gradients, to: &gradients)
        }
      }
    }
    return totals
  }

  /// Runs one round: the gradients of each group of `order[part]` go to the group's slot.
  private func learn(
    _ order: [Int], _ part: Range<Int>, _ parameters: [[Float]], _ images: some LabelledImages,
    of batch: Int
  ) {
    let groups = (part.count + Tensor.lanes - 1) / Tensor.lanes
    rounds.add(1, ordering: .relaxed)
    let round = rounds.load(ordering: .relaxed)
    threads.run(groups) { [self] group, thread, team in
      workers[thread].value.withLock { worker in
        worker.follow(parameters, round: round)
        let first = part.lowerBound + group * Tensor.lanes
        let members = first..<min(first + Tensor.lanes, part.upperBound)
        slots[group].value.withLock { slot in
          slot.totals = learn(
            order, members, worker.network, images, of: batch, &worker.workspace, team)
          swap(&slot.gradients, &worker.workspace.parameterGradients)
        }
      }
    }
  }

  private func learn(
    _ order: [Int], _ members: Range<Int>, _ network: Network, _ images: some LabelledImages,
    of batch: Int, _ workspace: inout Workspace, _ team: Team?
  ) -> Totals {
    if members.count < Tensor.lanes { workspace.activations[0].clear() }
    for place in members {
      let (index, lane) = (order[place], place - members.lowerBound)
      var generator = SplitMix64(
        seed: options.seed &+ UInt64(index) &* 0x9E6C_63D0_876A_46AD
          &+ UInt64(epoch) &* 0xC13F_A9A9_02A6_328F)
      images.load(index, into: &workspace.activations[0], lane: lane, using: &generator)
      workspace.labels[lane] = images.label(index)
    }
    var pass = LayerContext(
      engine: engine, isTraining: true,
      seed: options.seed &+ UInt64(order[members.lowerBound]) &* 31
        &+ UInt64(epoch) &* 1_000_003)
    pass.images = members.count
    pass.team = team
    network.forward(&workspace, pass: pass)
    var totals = Totals()
    options.loss.evaluate(
      workspace.output, labels: workspace.labels[..<members.count],
      scale: 1 / Float(batch), smoothing: options.labelSmoothing,
      gradient: &workspace.lossGradient
    ) { lane, outcome in
      let weight = options.classWeights.isEmpty ? 1 : options.classWeights[workspace.labels[lane]]
      totals.loss += Double(outcome.loss) * Double(weight)
      totals.right += outcome.predicted == workspace.labels[lane] ? 1 : 0
    }
    if !options.classWeights.isEmpty {
      for lane in 0..<members.count {
        workspace.lossGradient.scale(lane, by: options.classWeights[workspace.labels[lane]])
      }
    }
    network.backward(&workspace, pass: pass)
    return totals
  }

  // MARK: Sums

  private static func clear(_ values: inout [Float]) {
    for i in values.indices { values[i] = 0 }
  }

  private func add(_ gradients: [[[Float]]], to sums: inout [[Float]]) {
    var next = 0
    for layer in gradients {
      for values in layer {
        precondition(values.count == sums[next].count)
        var span = sums[next].mutableSpan
        engine.loops.add(values.span, to: &span, count: values.count)
        next += 1
      }
    }
  }
}
