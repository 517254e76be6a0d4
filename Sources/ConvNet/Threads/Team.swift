import Synchronization

/// Some threads that run one group of 16 images together.
///
/// The leader runs the layers; a layer cuts its work into pieces. Each member begins with its own
/// share of neighboring pieces, whose inputs it has mostly written itself in the layer before, then
/// takes those that others have not begun. A piece computes the same values in the same order on
/// any thread, so the results do not depend on the team.
package final class Team: Sendable {
  private let calls = ForkJoin()
  /// The buffers of each member, the leader's first.
  private let scratch: [MutexBox<SharedScratch>]
  /// For each member, the first piece of its share that nobody has taken.
  private let shares: [Share]

  private final class Share: Sendable {
    let untaken = Atomic(0)
  }

  /// Creates a team of a leader and some other members.
  init(members: Int) {
    scratch = (0..<members).map { _ in MutexBox(SharedScratch()) }
    shares = (0..<members).map { _ in Share() }
  }

  /// The number of threads, including the leader.
  package var members: Int { scratch.count }

  /// Opens the team for its next group; no member may be serving.
  func open() { calls.reopen() }

  /// Works for the leader, as the member with the given number from 1, until the team is closed.
  func serve(_ member: Int) { calls.serve(member) }

  /// Sends the members home.
  func close() { calls.close() }

  /// Calls `body` once for each number below `pieces`; the leader calls this.
  func split(_ pieces: Int, _ body: @escaping @Sendable (Int, inout SharedScratch) -> Void) {
    for (member, share) in shares.enumerated() {
      share.untaken.store(pieces * member / members, ordering: .relaxed)
    }
    calls.offer { [self] member in run(pieces, member, body) }
    run(pieces, 0, body)
    calls.withdraw()
  }

  /// Calls `body` once for each number below `pieces`; the leader calls this.
  package func split(_ pieces: Int, _ body: @escaping @Sendable (Int) -> Void) {
    split(pieces) { piece, _ in body(piece) }
  }

  private func run(_ pieces: Int, _ member: Int, _ body: (Int, inout SharedScratch) -> Void) {
    scratch[member].value.withLock { scratch in
      for other in 0..<members {
        let owner = (member + other) % members
        let end = pieces * (owner + 1) / members
        while true {
          let piece = shares[owner].untaken.add(1, ordering: .relaxed).oldValue
          guard piece < end else { break }
          body(piece, &scratch)
        }
      }
    }
  }
}
