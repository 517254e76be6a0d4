import ConvCore

/// A build of the row loops, and a number of threads.
struct GoldenConfiguration: Hashable, Sendable, CustomStringConvertible {
  /// The name that `CONVTOOL_ISA` takes.
  var instructionSet: String
  /// What `CONVTOOL_THREADS` is set to.
  var threads: Int

  /// Whether the build multiplies and adds with one rounding: all of these give the same bytes.
  var isFused: Bool { instructionSet != "portable" }

  /// For messages.
  var description: String { "\(instructionSet) with \(threads) thread\(threads > 1 ? "s" : "")" }

  /// What every call runs in: each build of this machine, and both one thread and two.
  static let usual: [GoldenConfiguration] = {
    let fused = Engine.available.map(\.name).filter { $0 != "portable" }.reversed()
    var all = fused.enumerated().map { index, name in
      GoldenConfiguration(instructionSet: name, threads: index == 0 ? 2 : 1)
    }
    if all.count == 1 {
      all.append(GoldenConfiguration(instructionSet: all[0].instructionSet, threads: 1))
    }
    if Engine.available.contains(where: { $0.name == "portable" }) {
      all.append(GoldenConfiguration(instructionSet: "portable", threads: 1))
    }
    return all
  }()

  /// What a call runs in as well where the usual ones disagree: the message then tells whether the
  /// build or the number of threads makes the difference.
  static let others: [GoldenConfiguration] = usual.filter(\.isFused).flatMap { one in
    [1, 2].map { GoldenConfiguration(instructionSet: one.instructionSet, threads: $0) }
  }.filter { !usual.contains($0) }
}
