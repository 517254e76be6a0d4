import Foundation
import Synchronization

/// Reports the progress of a long run.
///
/// Shows a bar on a terminal, otherwise a line every five seconds, and nothing during the first
/// second.
final class ProgressReport: Sendable {
  private struct State {
    var lastShown: ContinuousClock.Instant
    var barIsUp = false
  }

  private let title: String
  private let total: Int
  private let unit: String
  private let isQuiet: Bool
  private let isTerminal: Bool
  private let start = ContinuousClock.now
  private let state: Mutex<State>

  init(_ title: String, total: Int, unit: String, quiet: Bool) {
    self.title = title
    self.total = total
    self.unit = unit
    isQuiet = quiet
    isTerminal = isatty(STDERR_FILENO) == 1
    state = Mutex(State(lastShown: start))
  }

  func update(_ done: Int) {
    guard !isQuiet else { return }
    let now = ContinuousClock.now
    guard now - start > .seconds(1) else { return }
    state.withLock { state in
      guard now - state.lastShown > (isTerminal ? .milliseconds(100) : .seconds(5)) else { return }
      state.lastShown = now
      if isTerminal {
        state.barIsUp = true
        Messages.write("\r\(bar(done)) \(title)")
      } else {
        Messages.write("convtool: \(title): \(done) of \(total) \(unit)\n")
      }
    }
  }

  /// Removes the bar, so that the next output begins on an empty line.
  func finish() {
    state.withLock { state in
      if state.barIsUp { Messages.write("\r\u{1B}[K") }
      state.barIsUp = false
    }
  }

  private func bar(_ done: Int) -> String {
    let share = total > 0 ? Double(done) / Double(total) : 1
    let filled = Int(share * 30)
    return "[" + String(repeating: "=", count: filled) + String(repeating: " ", count: 30 - filled)
      + "] \(Int(share * 100)) %"
  }
}
