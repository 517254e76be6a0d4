#if MPI
  import CMPI
  import Foundation
  import Synchronization

  /// Notices that a process of a job is lost: no sign of life came from it for some seconds.
  ///
  /// The first process hears from all others, and they hear from the first one. A launcher often
  /// notices a loss earlier and ends all processes; some launchers do not, and a call of MPI waits for a
  /// lost process for ever.
  final class SignsOfLife: Sendable {
    /// The seconds between signs.
    private static let pause = 0.5
    /// The seconds of silence after which a process counts as lost.
    private static let patience = 6.0

    /// The processes that this one sends signs to and expects them from.
    private let others: [Int]
    private let isOver = Atomic(false)
    private let thread = DispatchGroup()

    init(process: Int, of count: Int) {
      others = process == 0 ? Array(1..<count) : [0]
    }

    /// Begins to send and to expect signs; `lost` is called once, on another thread.
    func watch(_ lost: @escaping @Sendable (Int?) -> Void) {
      thread.enter()
      Thread.detachNewThread { [self] in
        defer { thread.leave() }
        var heard: [Int: SuspendingClock.Instant] = [:]
        var last = SuspendingClock.now
        for other in others { heard[other] = last }
        while !isOver.load(ordering: .acquiring) {
          guard let received = exchange() else { return lost(nil) }
          let now = SuspendingClock.now
          // A process that was stopped itself, as schedulers do, cannot have heard the others.
          let wasStopped = now - last > .seconds(SignsOfLife.patience / 2)
          for other in wasStopped ? others : received { heard[other] = now }
          last = now
          let silent = heard.filter { now - $0.value > .seconds(SignsOfLife.patience) }.keys.min()
          if let silent { return lost(silent) }
          Thread.sleep(forTimeInterval: SignsOfLife.pause)
        }
      }
    }

    /// Ends the signs; no call of MPI is running afterwards.
    func stop() {
      isOver.store(true, ordering: .releasing)
      thread.wait()
    }

    /// Sends a sign to the others and returns whose signs have come; `nil` after an error of MPI.
    private func exchange() -> [Int]? {
      for other in others where cmpi_send_sign(Int32(other)) != 0 { return nil }
      var received: [Int] = []
      while true {
        var sender: Int32 = -1
        guard cmpi_receive_sign(&sender) == 0 else { return nil }
        guard sender >= 0 else { return received }
        received.append(Int(sender))
      }
    }
  }
#endif
