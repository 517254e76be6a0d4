import Dispatch
import Foundation
import ImageCodecs
import Synchronization

/// Interrupts leave no half-written file behind.
enum Signals {
  nonisolated(unsafe) private static var sources: [any DispatchSourceSignal] = []

  private static let isGraceful = Atomic(false)
  private static let interruption = Atomic(0)

  /// From now on the first interrupt only sets ``interruptionCode``.
  static func becomeGraceful() { isGraceful.store(true, ordering: .relaxed) }

  /// The exit code that a signal asks for, or 0.
  static var interruptionCode: Int32 { Int32(interruption.load(ordering: .relaxed)) }

  static func install() {
    // A closed pipe is an error of the write that met it, not the end of the process.
    signal(SIGPIPE, SIG_IGN)
    // Nor is a file beyond the limit of `ulimit -f`.
    signal(SIGXFSZ, SIG_IGN)
    for (number, code) in [(SIGINT, Int32(130)), (SIGTERM, 143), (SIGHUP, 129)] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        // Training ends by itself, after a checkpoint; a second signal does not wait for it.
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
