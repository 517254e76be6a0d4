import Dispatch
import Foundation
import ImageCodecs
import Synchronization

/// Handles signals, so that an interrupt leaves no half-written file behind.
enum Signals {
  nonisolated(unsafe) private static var sources: [any DispatchSourceSignal] = []

  private static let isGraceful = Atomic(false)
  private static let ignoresRepeats = Atomic(false)
  private static let interruption = Atomic(0)

  /// Lets the first signal only set ``interruptionCode``: 130 for Ctrl-C, 75 for what a scheduler
  /// sends before it ends a job.
  ///
  /// - Parameter ignoringRepeats: Whether a scheduler's signal may come again: of a job of several
  ///   processes the scheduler sends it, and the launcher too.
  static func becomeGraceful(ignoringRepeats: Bool) {
    ignoresRepeats.store(ignoringRepeats, ordering: .relaxed)
    isGraceful.store(true, ordering: .relaxed)
  }

  /// The exit code for the received signal; 0 when no signal was received.
  static var interruptionCode: Int32 { Int32(interruption.load(ordering: .relaxed)) }

  static func install() {
    // A closed pipe becomes an error of the write call instead of ending the process.
    signal(SIGPIPE, SIG_IGN)
    // A file beyond the limit of `ulimit -f` is treated likewise.
    signal(SIGXFSZ, SIG_IGN)
    // Schedulers send SIGUSR1 and SIGXCPU some time before the limit of a job.
    let codes = [(SIGINT, 130), (SIGTERM, 143), (SIGHUP, 129), (SIGUSR1, 138), (SIGXCPU, 152)]
    for (number, code) in codes {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        // Training ends by itself after a checkpoint; a second signal ends the process immediately.
        if number != SIGHUP && isGraceful.exchange(false, ordering: .relaxed) {
          return interruption.store(
            number == SIGINT ? code : Int(ExitStatus.overLimit.rawValue), ordering: .relaxed)
        }
        // SIGXCPU comes again every second; a training that is ending lets it pass.
        let mayRepeat = number == SIGXCPU || ignoresRepeats.load(ordering: .relaxed)
        if mayRepeat && number != SIGINT && interruption.load(ordering: .relaxed) != 0 { return }
        OutputFile.removeAllTemporaries { _exit(Int32(code)) }
      }
      source.activate()
      sources.append(source)
    }
  }
}
