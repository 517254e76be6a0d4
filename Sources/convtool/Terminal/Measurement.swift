import Foundation

/// Measures times and memory for `bench`.
enum Measurement {
  /// The seconds of each of several runs, after one warm-up run.
  static func seconds(runs: Int, _ work: () throws -> Void) rethrows -> [Double] {
    try work()
    return try (0..<runs).map { _ in
      let start = ContinuousClock.now
      try work()
      return seconds(since: start)
    }
  }

  static func seconds(since start: ContinuousClock.Instant) -> Double {
    let duration = (ContinuousClock.now - start).components
    return Double(duration.seconds) + Double(duration.attoseconds) * 1e-18
  }

  /// The median; for an even number of values the mean of the middle two.
  static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  /// The peak memory of this process, in bytes.
  static var peakMemory: Int {
    var usage = rusage()
    #if canImport(Darwin)
      getrusage(RUSAGE_SELF, &usage)
      return usage.ru_maxrss
    #else
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      return usage.ru_maxrss * 1024
    #endif
  }
}
