import ArgumentParser
import Foundation
import Synchronization

/// What a launcher of processes, `mpirun` or `srun`, told this process about the others.
struct Launcher {
  /// The number of this process, from 0.
  let rank: Int
  /// The number of processes.
  let count: Int
  /// The variable that says the number of processes.
  let variable: String

  /// The launcher of several processes; `nil` where this one was started alone, or shall train alone
  /// (`CONVTOOL_MPI=off`).
  static let current: Launcher? = {
    guard environment["CONVTOOL_MPI"] != "off" else { return nil }
    let found = variables.compactMap { rank, count -> Launcher? in
      guard let number = environment[rank].flatMap(Int.init),
        let size = environment[count].flatMap(Int.init), (0..<size).contains(number)
      else { return nil }
      return Launcher(rank: number, count: size, variable: count)
    }
    // `mpirun` within a job of Slurm: the task of Slurm is one process.
    guard let largest = found.max(by: { $0.count < $1.count }), largest.count > 1 else {
      return nil
    }
    return largest
  }()

  private static let isFollower = Atomic(false)

  /// Lets the first process say why all of them fail.
  ///
  /// A launcher ends all processes when one ends with an error.
  static func letFirstSpeak() {
    if isFollower.load(ordering: .relaxed) { Thread.sleep(forTimeInterval: 1) }
  }

  /// Whether the launcher connects its processes; `srun` does so only where it is asked to.
  var connects: Bool {
    variable != "SLURM_STEP_NUM_TASKS"
      || ["PMIX_RANK", "PMI_RANK"].contains { Launcher.environment[$0] != nil }
  }

  private static let variables = [
    ("OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"), ("PMI_RANK", "PMI_SIZE"),
    ("SLURM_PROCID", "SLURM_STEP_NUM_TASKS"),
  ]

  private static var environment: [String: String] { ProcessInfo.processInfo.environment }

  /// Leaves the words of wrong calls, which all processes see, to the first process.
  ///
  /// - Parameter words: The words of the call.
  static func quietenFollowers(_ words: [String]) {
    guard let current, current.rank > 0, let command = words.first,
      [TrainCommand.configuration.commandName, TrainMNISTCommand.configuration.commandName]
        .contains(command)
    else { return }
    Messages.isSilent.store(true, ordering: .relaxed)
    isFollower.store(true, ordering: .relaxed)
    let nowhere = open("/dev/null", O_WRONLY)
    dup2(nowhere, STDOUT_FILENO)
    close(nowhere)
  }
}
