import ConvCore
import RowLoops
import Synchronization

/// Runs the groups of a batch on several threads and adds their gradients in order.
///
/// Each thread has a workspace. Each group of 16 images has a slot for its gradients, so that any
/// thread can run any group. Large batches run in rounds, which bounds the memory. Several processes
/// divide the groups of each round.
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
  private let processes: any TrainingProcesses
  /// The sums over all processes, where there are several.
  private let exchange: MutexBox<GradientExchange>?

  init(
    _ network: Network, options: TrainingOptions, epoch: Int, engine: Engine,
    processes: any TrainingProcesses
  ) {
    self.options = options
    self.epoch = epoch
    self.engine = engine
    self.processes = processes
    let groups = (options.batchSize + Tensor.lanes - 1) / Tensor.lanes
    let ownGroups = (groups + processes.count - 1) / processes.count
    let slots = min(ownGroups, BatchGradients.groupsPerRound)
    let workspace = Workspace(network)
    exchange =
      processes.count == 1
      ? nil
      : MutexBox(
        GradientExchange(
          processes, parameters: network.parameterCount, groups: slots, engine: engine))
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
    var totals = Totals()
    for index in gradients.indices { BatchGradients.clear(&gradients[index]) }
    exchange?.value.withLock { $0.begin() }
    let round = slots.count * processes.count * Tensor.lanes
    for first in stride(from: batch.lowerBound, to: batch.upperBound, by: round) {
      let part = first..<min(first + round, batch.upperBound)
      let groups = processes.parts(of: (part.count + Tensor.lanes - 1) / Tensor.lanes)
      learn(order, part, groups[processes.rank], parameters, images, of: batch.count)
      for group in total(of: groups) {
        totals.loss += group.loss
        totals.right += group.right
      }
      add(groups, to: &gradients)
    }
    exchange?.value.withLock { $0.finish(into: &gradients) }
    return totals
  }

  /// Gathers the totals of a round's groups.
  ///
  /// - Parameter groups: By process, the groups that it has computed.
  /// - Returns: The totals of all groups, in their order.
  private func total(of groups: [Range<Int>]) -> [Totals] {
    let own = (0..<groups[processes.rank].count).map { slot in
      slots[slot].value.withLock { $0.totals }
    }
    guard processes.count > 1 else { return own }
    let bytes = WordBytes.bytes(own.flatMap { [$0.loss.bitPattern, UInt64($0.right)] })
    let sizes = groups.map { $0.count * 2 * WordBytes.size }
    let all = WordBytes.values(processes.gather(bytes, sizes: sizes))
    return stride(from: 0, to: all.count, by: 2).map {
      Totals(loss: Double(bitPattern: all[$0]), right: Int(all[$0 + 1]))
    }
  }

  /// Runs the groups of this process in a round: their gradients go to the slots.
  ///
  /// `part` are the images of the round, of all processes; `own` are the groups of this process.
  private func learn(
    _ order: [Int], _ part: Range<Int>, _ own: Range<Int>, _ parameters: [[Float]],
    _ images: some LabelledImages, of batch: Int
  ) {
    guard !own.isEmpty else { return }
    rounds.add(1, ordering: .relaxed)
    let round = rounds.load(ordering: .relaxed)
    threads.run(own.count) { [self] group, thread, team in
      workers[thread].value.withLock { worker in
        worker.follow(parameters, round: round)
        let first = part.lowerBound + (own.lowerBound + group) * Tensor.lanes
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

  /// Adds the gradients of a round's groups.
  private func add(_ groups: [Range<Int>], to gradients: inout [[Float]]) {
    guard let exchange else {
      for slot in slots[..<groups[0].count] {
        slot.value.withLock { add($0.gradients, to: &gradients) }
      }
      return
    }
    exchange.value.withLock { exchange in
      exchange.add(groups) { slot, values in
        slots[slot].value.withLock { BatchGradients.flatten($0.gradients, into: &values) }
      }
    }
  }

  /// Writes the gradients one after another.
  private static func flatten(_ gradients: [[[Float]]], into values: inout [Float]) {
    var next = 0
    for layer in gradients {
      for parameter in layer {
        for i in parameter.indices { values[next + i] = parameter[i] }
        next += parameter.count
      }
    }
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
