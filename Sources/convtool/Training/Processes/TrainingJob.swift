import ConvNet
import Foundation
import ImageCodecs
import MPIProcesses
import Synchronization

/// A training in this process, or in several that a launcher of MPI has started.
///
/// The first process speaks and writes; the others compute.
final class TrainingJob: Sendable {
  /// The processes that train.
  let processes: any TrainingProcesses
  private let launched: (any LaunchedProcesses)?
  /// Whether all processes end for the same reason, which all of them know.
  private let isAgreed = Atomic(false)
  /// The folder of the run, once it is known.
  private let folder = Mutex<RunFolder?>(nil)
  private static let running = Mutex<TrainingJob?>(nil)

  /// Whether this is the first process: the only one that speaks and writes.
  var isFirst: Bool { processes.rank == 0 }
  /// The number of processes.
  var count: Int { processes.count }

  private init(_ launched: (any LaunchedProcesses)?) {
    self.launched = launched
    processes = launched ?? SoleProcess()
  }

  /// Joins the other processes, if there are any.
  ///
  /// - Throws: ``Failure`` with 64 when a launcher has started several processes that cannot join.
  static func start() throws -> TrainingJob {
    guard let launcher = Launcher.current else { return TrainingJob(nil) }
    let alone = "; CONVTOOL_MPI=off lets each process train alone"
    guard MPIBuild.isAvailable else {
      throw Failure(
        .usage,
        "\(launcher.variable) is \(launcher.count), but this build trains in one process: build with "
          + "--traits MPI,WideSIMD\(alone)")
    }
    guard launcher.connects, let launched = MPIBuild.processes(), launched.count == launcher.count
    else {
      throw Failure(
        .usage,
        "\(launcher.variable) is \(launcher.count), but the processes do not know one another: start "
          + "them with the mpirun of the MPI that this program was built with, or with srun "
          + "--mpi=pmix\(alone)")
    }
    let job = TrainingJob(launched)
    running.withLock { $0 = job }
    launched.watch { job.end(after: $0) }
    CoreShare.set(job.coreShare())
    return job
  }

  /// Says in which folder a checkpoint lies from now on.
  func begin(in folder: RunFolder) { self.folder.withLock { $0 = folder } }

  /// Ends this process after the loss of another one.
  private func end(after lost: Int?) {
    // The first process that lives and can know speaks.
    if isFirst || (lost == 0 && processes.rank == 1) {
      let name = lost.map { "process \($0 + 1) of \(count)" } ?? "a process of \(count)"
      let hint = folder.withLock { $0 }.map {
        "; the last checkpoint in \($0.path) is whole: --resume goes on from it, with any number of "
          + "processes"
      }
      Messages.isSilent.store(false, ordering: .relaxed)
      Messages.error("\(name) is lost\(hint ?? "")")
    }
    abort(ExitStatus.writeFailed.rawValue)
  }

  /// The cores of each process, where several share those of a machine.
  private func coreShare() -> Int {
    let own = Data((ProcessInfo.processInfo.hostName + CoreShare.allowedCores).utf8)
    let sharing = processes.gather([UInt8](own)).count { $0 == [UInt8](own) }
    return max(1, ProcessInfo.processInfo.activeProcessorCount / sharing)
  }

  // MARK: The end

  /// Ends the job of this process, if there is one.
  ///
  /// - Parameter code: The exit code of the process.
  static func end(_ code: Int32) {
    if let job = running.withLock({ $0 }) { return job.end(code) }
    if code != 0 { Launcher.letFirstSpeak() }
  }

  private func end(_ code: Int32) {
    if code == 0 || isAgreed.load(ordering: .relaxed) {
      // Launchers end all processes when one ends with an error: the first one has spoken before.
      launched?.leave()
    } else {
      abort(code)
    }
  }

  /// Ends all processes for a reason that only this one knows.
  private func abort(_ code: Int32) {
    OutputFile.removeAllTemporaries {
      Thread.detachNewThread {
        Thread.sleep(forTimeInterval: 2)
        _exit(code)
      }
      launched?.abort(code)
      _exit(code)
    }
  }

  /// Marks a failure that all processes meet together.
  func agreed(_ failure: Failure) -> Failure {
    isAgreed.store(true, ordering: .relaxed)
    return failure
  }

  /// Ends the process with a code that all processes end with.
  func exit(_ code: Int32) -> Never {
    isAgreed.store(true, ordering: .relaxed)
    TrainingJob.end(code)
    Foundation.exit(code)
  }
}
