import Dispatch
import Foundation
import ImageCodecs

/// Interrupts leave no half-written file behind.
enum Signals {
  nonisolated(unsafe) private static var sources: [any DispatchSourceSignal] = []

  static func install() {
    // A closed pipe is an error of the write that met it, not the end of the process.
    signal(SIGPIPE, SIG_IGN)
    for (number, code) in [(SIGINT, Int32(130)), (SIGTERM, 143), (SIGHUP, 129)] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { OutputFile.removeAllTemporaries { _exit(code) } }
      source.activate()
      sources.append(source)
    }
  }
}
