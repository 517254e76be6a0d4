import Dispatch
import Foundation
import ImageCodecs
import Synchronization

/// Handles signals, so that an interrupt leaves no half-written file behind.
enum Signals {
  nonisolated(unsafe) private static var sources: [any DispatchSourceSignal] = []

  private static let isGraceful = Atomic(false)
  private static let interruption = Atomic(0)

  /// Lets the first interrupt only set ``interruptionCode``.
  static func becomeGraceful() { isGraceful.store(true, ordering: .relaxed) }

  /// The exit code for the received signal; 0 when no signal was received.
  static var interruptionCode: Int32 { Int32(interruption.load(ordering: .relaxed)) }

  static func install() {
    // A closed pipe becomes an error of the write call instead of ending the process.
    signal(SIGPIPE, SIG_IGN)
    // A file beyond the limit of `ulimit -f` is treated likewise.
    signal(SIGXFSZ, SIG_IGN)
    for (number, code) in [(SIGINT, Int32(130)), (SIGTERM, 143), (SIGHUP, 129)] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        // Training ends by itself after a checkpoint; a second signal ends the process immediately.
        if number != SIGHUP && isGraceful.exchange(false, ordering: .relaxed) {
          return interruption.store(Int(code), ordering: .relaxed)
        }
        OutputFile.removeAllTemporaries { _exit(code) }
      }
      source.activate()
      sources.append(source)
    }
  }
}
