import Synchronization

/// Runs groups of 16 images on several threads.
///
/// As long as there are at least as many groups as threads, each thread runs whole groups. The
/// remaining groups are shared: a ``Team`` of several threads runs each of them.
package final class GroupThreads: Sendable {
  /// The most threads of a team: a layer has few pieces, and more members only wait.
  static let largestTeam = 8

  private let pool: WorkerPool
  /// Teams by the number of groups that are run together.
  private let teams = Mutex<[Int: [Team]]>([:])
  /// The first group that no thread has taken.
  private let untaken = Atomic(0)

  /// Starts threads for at most `groups` groups in one call.
  package init(threads: Int, groups: Int) {
    pool = WorkerPool(count: min(threads, max(1, groups) * GroupThreads.largestTeam))
  }

  /// The number of threads.
  var count: Int { pool.count }

  /// Calls `work` on the first threads, all of them unless given, and waits for all calls.
  func perform(threads: Int? = nil, _ work: @escaping @Sendable (Int) -> Void) {
    pool.perform(threads: threads, work)
  }

  /// Calls `body` once for each group below `groups`.
  ///
  /// - Parameters:
  ///   - groups: The number of groups.
  ///   - body: Runs a group; its arguments are the group, the number of the thread that calls it
  ///     and the team that helps, or `nil`.
  package func run(_ groups: Int, _ body: @escaping @Sendable (Int, Int, Team?) -> Void) {
    let shared = groups % count
    guard shared > 0, count / shared > 1 else { return runWhole(0..<groups, body) }
    if groups > shared { runWhole(0..<groups - shared, body) }
    runShared(groups - shared..<groups, body)
  }

  /// Each free thread takes the next group: a slow thread takes fewer groups.
  private func runWhole(_ groups: Range<Int>, _ body: @escaping @Sendable (Int, Int, Team?) -> Void)
  {
    untaken.store(groups.lowerBound, ordering: .releasing)
    pool.perform(threads: groups.count) { [self] thread in
      while true {
        let group = untaken.add(1, ordering: .acquiringAndReleasing).oldValue
        guard group < groups.upperBound else { return }
        body(group, thread, nil)
      }
    }
  }

  private func runShared(
    _ groups: Range<Int>, _ body: @escaping @Sendable (Int, Int, Team?) -> Void
  ) {
    let teams = teams(for: groups.count)
    for team in teams { team.open() }
    let threads = teams.reduce(0) { $0 + $1.members }
    pool.perform(threads: threads) { thread in
      let (index, member) = (thread % teams.count, thread / teams.count)
      let team = teams[index]
      guard member == 0 else { return team.serve(member) }
      body(groups.lowerBound + index, thread, team)
      team.close()
    }
  }

  private func teams(for groups: Int) -> [Team] {
    teams.withLock { teams in
      if let known = teams[groups] { return known }
      let created = (0..<groups).map { index in
        let members = count / groups + (index < count % groups ? 1 : 0)
        return Team(members: min(members, GroupThreads.largestTeam))
      }
      teams[groups] = created
      return created
    }
  }
}
