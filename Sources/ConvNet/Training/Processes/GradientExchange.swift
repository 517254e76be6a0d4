import ConvCore
import RowLoops

/// Adds the gradients of a batch's groups over all processes, in the order of the groups.
///
/// The parameters are divided among the processes. Each process receives its part of the gradients of
/// every group, adds them in the order of the groups, and sends the sums to all. So each sum is formed
/// by the same additions as in one process, and no process adds more than its part.
struct GradientExchange {
  private let processes: any TrainingProcesses
  private let engine: Engine
  /// By process, the parameters whose gradients it adds.
  private let parts: [Range<Int>]
  /// The gradients of one group, one parameter after another; at the end, the sums.
  private var flat: [Float]
  /// The sums of the parameters of this process.
  private var sums: [Float]
  /// By the place of a group among the groups of its process: that group's gradients of the parameters
  /// of this process, from each process.
  private var received: [[Float]]

  /// Allocates the buffers.
  ///
  /// - Parameters:
  ///   - processes: The processes.
  ///   - parameters: The number of all parameters.
  ///   - groups: The most groups of one process in a round.
  ///   - engine: The loops that add.
  init(
    _ processes: any TrainingProcesses, parameters: Int, groups: Int, engine: Engine
  ) {
    (self.processes, self.engine) = (processes, engine)
    parts = processes.parts(of: parameters)
    flat = [Float](repeating: 0, count: parameters)
    sums = [Float](repeating: 0, count: parts[processes.rank].count)
    received = [[Float]](
      repeating: [Float](repeating: 0, count: sums.count * processes.count), count: groups)
  }

  /// Begins a batch: all sums are 0.
  mutating func begin() {
    for index in sums.indices { sums[index] = 0 }
  }

  /// Adds the gradients of a round's groups.
  ///
  /// - Parameters:
  ///   - groups: By process, the groups that it has computed.
  ///   - copy: Writes the gradients of a group of this process, counted from its first one.
  mutating func add(_ groups: [Range<Int>], _ copy: (Int, inout [Float]) -> Void) {
    let own = groups[processes.rank]
    let width = sums.count
    for place in 0..<(groups.map(\.count).max() ?? 0) {
      if place < own.count { copy(place, &flat) }
      processes.exchange(
        flat, place < own.count ? parts : parts.map { _ in 0..<0 }, into: &received[place],
        groups.enumerated().map { process, groups in
          place < groups.count ? process * width..<(process + 1) * width : 0..<0
        })
    }
    for (process, groups) in groups.enumerated() {
      for place in 0..<groups.count {
        add(received[place], process * width..<(process + 1) * width, engine.loops)
      }
    }
  }

  private mutating func add(_ values: [Float], _ range: Range<Int>, _ loops: any RowLoops.Type) {
    var span = sums.mutableSpan
    loops.add(values.span.extracting(range), to: &span, count: range.count)
  }

  /// Ends a batch: each process gets all sums.
  mutating func finish(into gradients: inout [[Float]]) {
    flat.replaceSubrange(parts[processes.rank], with: sums)
    processes.complete(&flat, parts)
    var first = 0
    for index in gradients.indices {
      for i in gradients[index].indices { gradients[index][i] = flat[first + i] }
      first += gradients[index].count
    }
    precondition(first == flat.count)
  }
}
